//! Prints how long a project takes, and the memory of this process: `cargo run --release -p miniprogram --example measure -- DIR`, or
//! with a number instead of a folder for a generated project of so many pages.
#![expect(clippy::print_stdout, reason = "a program of its own")]
#![expect(clippy::disallowed_methods, reason = "it measures")]

use std::{env, error::Error, fmt::Write, fs, path::Path, time::Instant};

use miniprogram::{Limits, Project};

fn main() -> Result<(), Box<dyn Error>> {
    let argument = env::args().nth(1).ok_or("usage: measure DIR|PAGES")?;
    let generated = tempfile::tempdir()?;
    let dir = match argument.parse::<usize>() {
        Ok(pages) => {
            generate(generated.path(), pages)?;
            generated.path()
        }
        Err(_) => Path::new(&argument),
    };
    let mut project = Project::open(dir, Limits::default())?;
    time("first", &mut project)?;
    time("unchanged", &mut project)?;
    if dir == generated.path() {
        for file in ["pages/p0/p0.wxml", "pages/p0/p0.wxss", "pages/p0/p0.ts", "utils/common.js", "styles/common.wxss"]
        {
            let path = dir.join(file);
            let text = fs::read_to_string(&path)?;
            fs::write(&path, format!("{text}\n"))?;
            time(file, &mut project)?;
        }
    }
    let status = fs::read_to_string("/proc/self/status")?;
    for line in status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS")) {
        println!("{line}");
    }
    Ok(())
}

fn time(what: &str, project: &mut Project) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let bundle = project.compile()?;
    let compiled = start.elapsed();
    let mut bytes = 0;
    let mut count = 0;
    for key in bundle.keys() {
        bytes += bundle.get(&key).map_or(0, |asset| asset.bytes.len());
        count += 1;
    }
    println!(
        "{what}: {} ms; {count} files of {bytes} bytes, given in {} ms; {} problems",
        compiled.as_millis(),
        (start.elapsed() - compiled).as_millis(),
        bundle.problems().len()
    );
    Ok(())
}

/// Pages of four files each, of the size that those of a shop have, every second one in TypeScript.
fn generate(dir: &Path, pages: usize) -> Result<(), Box<dyn Error>> {
    let write = |path: &str, text: &str| -> Result<(), Box<dyn Error>> {
        let path = dir.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(path, text)?)
    };
    let list: Vec<String> = (0..pages).map(|page| format!("\"pages/p{page}/p{page}\"")).collect();
    write("app.json", &format!("{{\"pages\": [{}], \"usingComponents\": {{}}}}", list.join(",")))?;
    write("app.js", "App({ globalData: {} })")?;
    write("app.wxss", "page { font-size: 28rpx; background: #f7f7f7 }")?;
    write("utils/common.js", "module.exports = { format: value => String(value), get: (o, k) => o[k] }")?;
    let mut rules = String::new();
    for rule in 0..200 {
        writeln!(rules, ".common-{rule} view.item:not(.off) > text {{ padding: {rule}rpx 20rpx; color: #333; }}")?;
    }
    write("styles/common.wxss", &rules)?;
    for page in 0..pages {
        let path = format!("pages/p{page}/p{page}");
        let (mut wxml, mut wxss, mut methods) =
            (String::new(), "@import '../../styles/common.wxss';\n".to_owned(), String::new());
        for part in 0..25 {
            writeln!(
                wxml,
                "<view class=\"block-{part} {{{{ active === {part} ? 'on' : '' }}}}\" wx:for=\"{{{{ list{part} }}}}\" wx:key=\"id\" bindtap=\"tap{part}\" data-id=\"{{{{ item.id }}}}\">\n  \
                 <image src=\"{{{{ item.url }}}}\" mode=\"aspectFill\" lazy-load/>\n  <text wx:if=\"{{{{ item.price > 0 && !item.sold }}}}\">￥{{{{ item.price }}}} {{{{ item.name }}}}</text>\n</view>"
            )?;
            writeln!(
                wxss,
                ".block-{part} {{ display: flex; padding: 20rpx 30rpx; background: #fff; }}\n.block-{part} image {{ width: 200rpx; height: 200rpx; }}\n.block-{part}.on text {{ color: #f00; font-size: 28rpx; }}"
            )?;
            writeln!(
                methods,
                "  tap{part}(e) {{\n    const id = e.currentTarget.dataset.id\n    const found = this.data.list{part}.find(item => item.id === id)\n    if (!found) return\n    this.setData({{ active: {part}, ['list{part}[' + found.index + '].sold']: true }})\n    wx.navigateTo({{ url: '/pages/p{page}/p{page}?id=' + common.format(id) }})\n  }},"
            )?;
        }
        write(&format!("{path}.wxml"), &wxml)?;
        write(&format!("{path}.wxss"), &wxss)?;
        write(&format!("{path}.json"), "{\"navigationBarTitleText\": \"页面\", \"usingComponents\": {}}")?;
        if page % 2 == 0 {
            write(
                &format!("{path}.ts"),
                &format!(
                    "import common from '../../utils/common'\ninterface Item {{ id: number; index: number }}\nPage({{\n  data: {{ active: 0, items: [] as Item[] }},\n{methods}}})\n"
                ),
            )?;
        } else {
            write(
                &format!("{path}.js"),
                &format!(
                    "const common = require('../../utils/common')\nPage({{\n  data: {{ active: 0 }},\n{methods}}})\n"
                ),
            )?;
        }
    }
    Ok(())
}
