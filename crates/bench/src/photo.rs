//! `photo_12mp`: what a photo of a present-day phone costs until it is fit to be kept.

use crate::report::{self, round};
use anyhow::{Context, Result};
use image::codecs::jpeg::JpegEncoder;
use serde_json::json;

const TIMES: usize = 5;
const LONGEST: u32 = 1600;

/// Takes one picture in again and again, on one thread.
pub fn run() -> Result<()> {
    let jpeg = picture()?;
    let mut times = Vec::new();
    let mut kept = 0;
    for _ in 0..TIMES {
        let before = own_cpu()?;
        let photo = desk::photo::process(&jpeg, LONGEST)?;
        times.push((own_cpu()? - before) * 1000.0);
        kept = photo.jpeg.len();
    }
    times.sort_by(f64::total_cmp);
    report::print(
        "photo_12mp",
        json!({
            "cpu_ms": times.get(TIMES / 2).copied().map(round),
            "jpeg_bytes": jpeg.len(),
            "kept_bytes": kept,
            "pixels": 4000 * 3000,
            "longest_side_kept_px": LONGEST,
            "target_cpu_ms": 300.0,
        }),
    );
    Ok(())
}

/// Soft shapes with the noise of a sensor, so that the decoder has as much to do as with a real photo.
fn picture() -> Result<Vec<u8>> {
    let mut state = 17_u32;
    let picture = image::RgbImage::from_fn(4000, 3000, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (state >> 28) as f32;
        let (x, y) = (x as f32 / 130.0, y as f32 / 90.0);
        let light = 110.0 + 60.0 * (x.sin() * y.cos()) + 30.0 * (x * 7.0).sin() + noise;
        image::Rgb([light, light * 0.9, light * 0.75].map(|part| part.clamp(0.0, 255.0) as u8))
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(&picture)?;
    Ok(jpeg)
}

/// Processor seconds of this thread, from the scheduler (nanoseconds).
pub fn own_cpu() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split_whitespace().next().context("schedstat")?;
    Ok(nanoseconds.parse::<f64>()? / 1e9)
}
