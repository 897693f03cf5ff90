//! The controls that pages are made of.

mod button;
mod picture;

pub(crate) use button::{BusyButton, Button};
pub(crate) use picture::Picture;
