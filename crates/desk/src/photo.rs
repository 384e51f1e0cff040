//! Photos of residents: judged by content, turned upright, shrunk, stripped of everything but the picture
//! (semantics R5, R6). The position is read first, only to be suggested for the case.

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType};
use std::io::Cursor;

/// A photo fit to be kept and served.
#[derive(Debug)]
pub struct Photo {
    /// JPEG without any metadata.
    pub jpeg: Vec<u8>,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// Where the camera says it was taken: latitude and longitude in degrees (WGS 84).
    pub position: Option<(f64, f64)>,
}

/// Why bytes are no photo that we keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPhoto {
    /// Not a JPEG, PNG or WebP picture, whatever its name says.
    #[error("berkas ini bukan foto JPEG, PNG, atau WebP")]
    NotAPhoto,
    /// HEIC, which phones can also send as JPEG (R6).
    #[error("foto HEIC belum dapat dibaca; kirim sebagai JPEG")]
    Heic,
    /// More pixels than a camera makes; a bomb.
    #[error("foto ini terlalu besar untuk dibuka")]
    TooManyPixels,
    /// Begins like a photo and breaks off.
    #[error("foto ini rusak atau terpotong")]
    Broken,
}

/// Longest side that is opened at all, in pixels.
const LONGEST_SIDE: u32 = 16_384;
/// Most pixels that are opened at all; a 108-megapixel phone picture fits.
const MOST_PIXELS: u64 = 120_000_000;
/// More pixels than this come from a camera only, never from a scanner or a screen.
const CAMERA_PIXELS: u64 = 40_000_000;
/// A camera's picture has noise: not more pixels than this for each byte. A drawing of one colour has thousands.
const PIXELS_IN_A_BYTE: u64 = 100;
/// JPEG quality: small enough for 2G, good enough to read a kilometre stone.
const QUALITY: u8 = 78;

/// What kind of picture the bytes are, judged by their first bytes only.
///
/// # Errors
/// They are no picture that is accepted.
pub fn kind(bytes: &[u8]) -> Result<&'static str, BadPhoto> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Ok("jpg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Ok("png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok("webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] if is_heic(brand) => Err(BadPhoto::Heic),
        _ => Err(BadPhoto::NotAPhoto),
    }
}

fn is_heic(brand: &[u8]) -> bool {
    [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif"].iter().any(|known| brand.starts_with(*known))
}

/// Opens, turns, shrinks to `longest` pixels on the longer side and writes a fresh JPEG.
///
/// # Errors
/// The bytes are no photo, broken, or a bomb; nothing of them is kept.
pub fn process(bytes: &[u8], longest: u32) -> Result<Photo, BadPhoto> {
    let format = match kind(bytes)? {
        "jpg" => ImageFormat::Jpeg,
        "png" => ImageFormat::Png,
        _ => ImageFormat::WebP,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    if is_bomb(u64::from(width) * u64::from(height), bytes.len() as u64) {
        return Err(BadPhoto::TooManyPixels);
    }
    let orientation = decoder.orientation().map_err(|error| broken(&error))?;
    let mut picture = shrink(DynamicImage::from_decoder(decoder).map_err(|error| broken(&error))?, longest);
    picture.apply_orientation(orientation);
    encode(&picture, position(bytes))
}

/// Few bytes that would become very many pixels: they would cost memory and time, and show nothing.
const fn is_bomb(pixels: u64, bytes: u64) -> bool {
    pixels > MOST_PIXELS || pixels > CAMERA_PIXELS && pixels / PIXELS_IN_A_BYTE > bytes
}

/// A small square-ish preview of a kept photo, for lists.
///
/// # Errors
/// As [`process`].
pub fn preview(jpeg: &[u8]) -> Result<Vec<u8>, BadPhoto> {
    process(jpeg, 320).map(|photo| photo.jpeg)
}

/// A plain picture of one shade, for demonstrations and measurements: no photo of a real place is carried.
///
/// # Errors
/// The encoder failed.
pub fn sample(width: u32, height: u32, shade: u8) -> Result<Vec<u8>, BadPhoto> {
    let grain = |x: u32, y: u32| u8::try_from((x * 7 + y * 13) % 24).unwrap_or(0);
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        let light = grain(x / 3, y / 3).saturating_add(shade / 2).saturating_add(60);
        image::Rgb([light, light.saturating_sub(10), light.saturating_sub(25)])
    });
    encode(&DynamicImage::ImageRgb8(picture), None).map(|photo| photo.jpeg)
}

fn broken(error: &image::ImageError) -> BadPhoto {
    match error {
        image::ImageError::Limits(_) => BadPhoto::TooManyPixels,
        _ => BadPhoto::Broken,
    }
}

/// Box-samples in one cheap pass; then a smooth filter only where the pass left more than twice the size.
fn shrink(picture: DynamicImage, longest: u32) -> DynamicImage {
    let side = picture.width().max(picture.height());
    if side <= longest {
        return picture;
    }
    if side > longest * 2 {
        picture.thumbnail(longest, longest)
    } else {
        picture.resize(longest, longest, FilterType::Triangle)
    }
}

fn encode(picture: &DynamicImage, position: Option<(f64, f64)>) -> Result<Photo, BadPhoto> {
    let flat = on_white(picture);
    let mut jpeg = Vec::with_capacity(256 * 1024);
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    flat.write_with_encoder(encoder).map_err(|error| broken(&error))?;
    Ok(Photo { jpeg, width: picture.width(), height: picture.height(), position })
}

/// JPEG knows no transparency: what was transparent becomes white, as on paper.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let mut rgba = picture.to_rgba8();
    for pixel in rgba.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let blend = |channel: u8| {
            let mixed = (u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        pixel.0 = [blend(red), blend(green), blend(blue), 255];
    }
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(rgba).to_rgb8())
}

/// The camera's position, if the file carries a sensible one.
fn position(bytes: &[u8]) -> Option<(f64, f64)> {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let degrees = |tag, reference, negative: &str| {
        let exif::Value::Rational(parts) = &exif.get_field(tag, exif::In::PRIMARY)?.value else {
            return None;
        };
        let [degree, minute, second] = parts.as_slice() else {
            return None;
        };
        let size = degree.to_f64() + minute.to_f64() / 60.0 + second.to_f64() / 3600.0;
        let side = exif.get_field(reference, exif::In::PRIMARY)?.display_value().to_string();
        Some(if side.starts_with(negative) { -size } else { size })
    };
    let latitude = degrees(exif::Tag::GPSLatitude, exif::Tag::GPSLatitudeRef, "S")?;
    let longitude = degrees(exif::Tag::GPSLongitude, exif::Tag::GPSLongitudeRef, "W")?;
    let sensible = latitude.is_finite() && longitude.is_finite() && latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    let somewhere = latitude != 0.0 || longitude != 0.0;
    (sensible && somewhere).then_some((latitude, longitude))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let buffer = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 90])
        });
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(buffer).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// A JPEG with an EXIF block: orientation and a position south of the equator.
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut tiff: Vec<u8> = b"MM\0\x2a\0\0\0\x08".to_vec();
        tiff.extend([0, 2]); // two entries in IFD0
        tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
        tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
        tiff.extend([0, 0, 0, 0]);
        tiff.extend([0, 4]); // four entries in the GPS IFD at 38
        let values = 38 + 2 + 4 * 12 + 4;
        tiff.extend([0, 1, 0, 2, 0, 0, 0, 2, b'S', 0, 0, 0]);
        tiff.extend([0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, values]);
        tiff.extend([0, 3, 0, 2, 0, 0, 0, 2, b'E', 0, 0, 0]);
        tiff.extend([0, 4, 0, 5, 0, 0, 0, 3, 0, 0, 0, values + 24]);
        tiff.extend([0, 0, 0, 0]);
        for (number, parts) in [(7_u32, 1_u32), (30, 1), (0, 1), (112, 1), (15, 1), (0, 1)] {
            tiff.extend(number.to_be_bytes());
            tiff.extend(parts.to_be_bytes());
        }
        let mut segment = b"Exif\0\0".to_vec();
        segment.extend(tiff);
        let length = u16::try_from(segment.len() + 2).unwrap();
        let mut out = jpeg[..2].to_vec();
        out.extend([0xFF, 0xE1]);
        out.extend(length.to_be_bytes());
        out.extend(segment);
        out.extend(&jpeg[2..]);
        out
    }

    #[test]
    fn a_large_photo_is_shrunk_to_the_longer_side() {
        let photo = process(&picture(2400, 1200, ImageFormat::Jpeg), 1600).unwrap();
        assert_eq!((photo.width, photo.height), (1600, 800));
    }

    #[test]
    fn a_small_photo_keeps_its_size() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let photo = process(&picture(300, 200, format), 1600).unwrap();
            assert_eq!((photo.width, photo.height), (300, 200), "{format:?}");
            assert_eq!(kind(&photo.jpeg), Ok("jpg"));
        }
    }

    #[test]
    fn a_photo_taken_sideways_is_turned_and_its_position_only_reported() {
        let photo = process(&with_exif(&picture(300, 200, ImageFormat::Jpeg), 6), 1600).unwrap();
        assert_eq!((photo.width, photo.height), (200, 300));
        let (latitude, longitude) = photo.position.unwrap();
        assert!((latitude + 7.5).abs() < 1e-9 && (longitude - 112.25).abs() < 1e-9);
    }

    #[test]
    fn no_kept_photo_carries_metadata() {
        let photo = process(&with_exif(&picture(300, 200, ImageFormat::Jpeg), 6), 1600).unwrap();
        assert!(!photo.jpeg.windows(4).any(|window| window == b"Exif"));
        assert!(exif::Reader::new().read_from_container(&mut Cursor::new(&photo.jpeg)).is_err());
    }

    #[test]
    fn a_script_named_as_a_photo_is_refused_by_its_content() {
        assert_eq!(process(b"<svg onload=alert(1)>", 1600).unwrap_err(), BadPhoto::NotAPhoto);
        assert_eq!(process(b"\0\0\0\x18ftypheic\0\0\0\0", 1600).unwrap_err(), BadPhoto::Heic);
        assert_eq!(process(b"", 1600).unwrap_err(), BadPhoto::NotAPhoto);
    }

    #[test]
    fn a_photo_that_breaks_off_is_refused() {
        let whole = picture(300, 200, ImageFormat::Png);
        assert_eq!(process(&whole[..whole.len() / 2], 1600).unwrap_err(), BadPhoto::Broken);
    }

    #[test]
    fn a_picture_with_more_pixels_than_a_camera_makes_is_not_opened() {
        for (width, height) in [(50_000, 50_000), (16_000, 16_000), (10_000, 10_000), (16_384, 2_500)] {
            assert_eq!(process(&bomb(width, height), 1600).unwrap_err(), BadPhoto::TooManyPixels, "{width}x{height}");
        }
    }

    /// A picture of some bytes whose head speaks of many pixels.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut bomb = picture(10, 10, ImageFormat::Png);
        bomb[16..20].copy_from_slice(&width.to_be_bytes());
        bomb[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        bomb
    }

    #[test]
    fn a_large_picture_of_a_camera_and_a_pale_scan_are_no_bombs() {
        assert!(!is_bomb(108_000_000, 9_000_000), "a phone of 108 megapixels");
        assert!(!is_bomb(34_800_000, 150_000), "a page scanned at 600 dpi");
        assert!(is_bomb(108_000_000, 150_000), "one colour, very large");
    }

    #[test]
    fn what_hides_behind_a_picture_or_in_its_comments_is_not_kept() {
        const HIDDEN: &[u8] = b"PK\x03\x04 <script>alert(1)</script> %PDF-1.7";
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let behind = [&picture(60, 40, format), HIDDEN].concat();
            assert!(!holds(&process(&behind, 1600).unwrap().jpeg, HIDDEN), "{format:?}");
        }
        let jpeg = picture(60, 40, ImageFormat::Jpeg);
        let length = u16::try_from(HIDDEN.len() + 2).unwrap().to_be_bytes();
        let commented = [&jpeg[..2], &[0xFF, 0xFE], &length, HIDDEN, &jpeg[2..]].concat();
        assert!(!holds(&process(&commented, 1600).unwrap().jpeg, HIDDEN));
    }

    fn holds(bytes: &[u8], hidden: &[u8]) -> bool {
        bytes.windows(8).any(|window| hidden.windows(8).any(|part| part == window))
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
        })
    }

    #[test]
    fn what_was_transparent_becomes_white() {
        let clear = image::RgbaImage::from_pixel(8, 8, image::Rgba([0, 0, 0, 0]));
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgba8(clear).write_to(&mut out, ImageFormat::Png).unwrap();
        let photo = process(&out.into_inner(), 1600).unwrap();
        let again = image::load_from_memory(&photo.jpeg).unwrap().to_rgb8();
        assert!(again.pixels().all(|pixel| pixel.0.iter().all(|channel| *channel > 250)));
    }
}
