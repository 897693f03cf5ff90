//! Downscales a picture while it is decoded (box filter): each pixel is added to the sum of its square, in any order, so that
//! the full-size picture is never in memory.

use image::{Rgb, RgbImage};

/// The maximum width and height of the result, in pixels.
const SIDE: u32 = 1024;

/// The downscaled picture, and the sums of its incomplete rows.
pub(super) struct Downscaler {
    width: u32,
    height: u32,
    /// The side of a square, in pixels.
    step: u32,
    picture: RgbImage,
    rows: Vec<Row>,
}

/// A row of squares.
#[derive(Default)]
struct Row {
    sums: Vec<[u32; 3]>,
    /// The number of pixels added.
    added: u32,
}

impl Downscaler {
    pub(super) fn new(width: u32, height: u32) -> Self {
        let step = step(width, height);
        let (columns, rows) = (width.div_ceil(step), height.div_ceil(step));
        let rows = std::iter::repeat_with(Row::default).take(rows as usize).collect();
        Self { width, height, step, picture: RgbImage::new(columns, height.div_ceil(step)), rows }
    }

    /// The memory needed when pixels arrive from top to bottom, in bytes.
    pub(super) fn memory(width: u32, height: u32) -> u64 {
        let step = step(width, height);
        let (columns, rows) = (u64::from(width.div_ceil(step)), u64::from(height.div_ceil(step)));
        columns * rows * 3 + rows * size_of::<Row>() as u64 + columns * size_of::<[u32; 3]>() as u64
    }

    /// The memory needed when pixels arrive in any order, in bytes.
    pub(super) fn memory_in_any_order(width: u32, height: u32) -> u64 {
        let step = step(width, height);
        Self::memory(width, height) * 2 + u64::from(width.div_ceil(step)) * u64::from(height.div_ceil(step)) * 12
    }

    /// Adds an RGBA pixel over a white background. Each pixel is added once.
    pub(super) fn add(&mut self, x: u32, y: u32, [red, green, blue, alpha]: [u8; 4]) {
        let columns = self.picture.width();
        let Some(row) = self.rows.get_mut((y / self.step) as usize) else { return };
        if row.added == 0 {
            row.sums = vec![[0; 3]; columns as usize];
        }
        if let Some(sums) = row.sums.get_mut((x / self.step) as usize) {
            for (sum, channel) in sums.iter_mut().zip([red, green, blue]) {
                let [channel, alpha] = [channel, alpha].map(u32::from);
                *sum += (channel * alpha + 255 * (255 - alpha)) / 255;
            }
        }
        row.added += 1;
        if row.added == self.width * pixels_in(y / self.step, self.step, self.height) {
            self.complete(y / self.step);
        }
    }

    fn complete(&mut self, y: u32) {
        let Some(row) = self.rows.get_mut(y as usize) else { return };
        let height = pixels_in(y, self.step, self.height);
        for (x, sums) in (0..).zip(std::mem::take(&mut row.sums)) {
            let pixels = pixels_in(x, self.step, self.width) * height;
            self.picture.put_pixel(x, y, Rgb(sums.map(|sum| ((sum + pixels / 2) / pixels) as u8)));
        }
    }

    /// The downscaled picture, once every pixel was added.
    pub(super) fn picture(self) -> RgbImage {
        self.picture
    }
}

fn step(width: u32, height: u32) -> u32 {
    width.max(height).div_ceil(SIDE).max(1)
}

/// The number of pixels of a side in square `number`: less than `step` in the last one.
fn pixels_in(number: u32, step: u32, side: u32) -> u32 {
    (side - number * step).min(step)
}
