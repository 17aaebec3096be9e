//! Figures as pictures for pages and printers: SVG 1.1 that stands alone.
//!
//! There is no script in it and nothing is fetched: colours, patterns and letters are all inside. Every text is escaped where it
//! is written, in [`canvas`], and nowhere else; numbers and colours are ours. Who cannot see it hears the title and every row.

mod bars;
mod canvas;
mod lines;
mod map;
mod spans;
#[cfg(test)]
mod tests;

use super::{Figure, Picture};
use canvas::Canvas;

/// How wide a picture is, in pixels; a map is as wide as its tiles.
const WIDTH: usize = 960;

/// The picture as the text of an SVG file.
pub fn svg(picture: &Picture) -> String {
    let width = match &picture.figure {
        Figure::Map(of) => map::width(of),
        Figure::Bars(_) | Figure::Series(_) | Figure::Spans(_) => WIDTH,
    };
    let mut canvas = Canvas::new(width);
    canvas.heading(picture.title());
    match &picture.figure {
        Figure::Bars(of) => bars::draw(&mut canvas, of),
        Figure::Series(of) => lines::draw(&mut canvas, of),
        Figure::Spans(of) => spans::draw(&mut canvas, of),
        Figure::Map(of) => map::draw(&mut canvas, of),
    }
    if let Some(note) = &picture.note {
        canvas.note(note);
    }
    canvas.finish(picture.title(), &picture.told())
}
