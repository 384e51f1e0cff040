//! The outline of one area: kept small, asked quickly.

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use geo::{
    BoundingRect, Coord, Distance, Euclidean, InteriorPoint, Intersects, LineString, MultiPolygon, Point, Polygon, Rect,
};
use kernel::AreaCode;
use std::io::{Read, Write};

/// Outlines are kept to 0.00001°, about one metre; they are no survey.
const STEPS: f64 = 100_000.0;
/// No outline of one area needs more points; a stored one with more is broken.
const MOST_POINTS: u64 = 2_000_000;
/// Metres in a degree of latitude on the sphere of semantics R60.
pub(crate) const METRES_PER_DEGREE: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0;

/// The outline of a regency, district or village in WGS 84 (x longitude, y latitude, degrees).
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Which area.
    pub code: AreaCode,
    /// One polygon per island.
    pub shape: MultiPolygon<f64>,
}

impl Outline {
    /// Whether the point lies in the area or on its outline.
    pub fn contains(&self, point: Point<f64>) -> bool {
        self.shape.intersects(&point)
    }

    /// The smallest rectangle around it; `None` for an empty outline.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        self.shape.bounding_rect()
    }

    /// Metres from the point to the area; 0 inside. Good to a few metres over some kilometres.
    pub fn metres_to(&self, point: Point<f64>) -> f64 {
        let squeeze = point.y().to_radians().cos();
        let flat = |at: Coord<f64>| Coord {
            x: (at.x - point.x()) * squeeze * METRES_PER_DEGREE,
            y: (at.y - point.y()) * METRES_PER_DEGREE,
        };
        let ring = |line: &LineString<f64>| LineString::new(line.coords().map(|at| flat(*at)).collect());
        let flat = self.shape.iter().map(|island| {
            let holes = island.interiors().iter().map(ring).collect();
            Polygon::new(ring(island.exterior()), holes)
        });
        Euclidean.distance(&Point::new(0.0, 0.0), &MultiPolygon::new(flat.collect()))
    }

    /// A point well inside, for a label; not the middle of the box, which may lie outside a bent shape.
    pub fn inner_point(&self) -> Option<Point<f64>> {
        self.shape.interior_point()
    }

    /// The shape as bytes: whole steps of 0.00001°, differences, varints, deflate.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        put(&mut plain, self.shape.0.len() as u64);
        let mut last = (0, 0);
        for island in &self.shape {
            put(&mut plain, 1 + island.interiors().len() as u64);
            for ring in std::iter::once(island.exterior()).chain(island.interiors()) {
                put(&mut plain, ring.0.len() as u64);
                for at in ring.coords() {
                    let now = (steps(at.x), steps(at.y));
                    put_signed(&mut plain, now.0 - last.0);
                    put_signed(&mut plain, now.1 - last.1);
                    last = now;
                }
            }
        }
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        let done = packed.write_all(&plain).and_then(|()| packed.finish());
        done.unwrap_or_default()
    }

    /// Reads what [`Outline::to_bytes`] wrote; `None` if the bytes are something else.
    pub fn from_bytes(code: AreaCode, bytes: &[u8]) -> Option<Self> {
        let mut plain = Vec::new();
        let unpacked = ZlibDecoder::new(bytes).take(64 << 20).read_to_end(&mut plain);
        unpacked.ok()?;
        let mut bytes = plain.as_slice();
        let mut last = (0i64, 0i64);
        let islands = count(&mut bytes)?;
        let mut shape = Vec::new();
        for _ in 0..islands {
            let mut rings = Vec::new();
            for _ in 0..count(&mut bytes)? {
                let points = count(&mut bytes)?;
                let mut ring = Vec::with_capacity(usize::try_from(points).ok()?.min(4096));
                for _ in 0..points {
                    last.0 = last.0.checked_add(take_signed(&mut bytes)?)?;
                    last.1 = last.1.checked_add(take_signed(&mut bytes)?)?;
                    ring.push(Coord { x: last.0 as f64 / STEPS, y: last.1 as f64 / STEPS });
                }
                rings.push(LineString::new(ring));
            }
            let mut rings = rings.into_iter();
            shape.push(Polygon::new(rings.next()?, rings.collect()));
        }
        let shape = MultiPolygon::new(shape);
        bytes.is_empty().then_some(Self { code, shape })
    }
}

/// A coordinate in whole steps of 0.00001°; what is kept of it.
pub(crate) fn steps(degrees: f64) -> i64 {
    (degrees * STEPS).round() as i64
}

/// The coordinate that these steps stand for.
pub(crate) fn degrees(steps: i64) -> f64 {
    steps as f64 / STEPS
}

fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn put_signed(bytes: &mut Vec<u8>, value: i64) {
    put(bytes, ((value << 1) ^ (value >> 63)) as u64);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn take_signed(bytes: &mut &[u8]) -> Option<i64> {
    take(bytes).map(|value| (value >> 1) as i64 ^ -((value & 1) as i64))
}

fn count(bytes: &mut &[u8]) -> Option<u64> {
    take(bytes).filter(|count| *count <= MOST_POINTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;
    use proptest::prelude::*;

    fn outline(shape: Polygon<f64>) -> Outline {
        Outline { code: AreaCode::parse("35.78.05.1002").unwrap(), shape: MultiPolygon::new(vec![shape]) }
    }

    /// A U-shaped area about 1.1 km wide, open to the north.
    fn bent() -> Outline {
        outline(polygon![
            (x: 112.0, y: -7.0), (x: 112.0, y: -7.01), (x: 112.01, y: -7.01), (x: 112.01, y: -7.0),
            (x: 112.008, y: -7.0), (x: 112.008, y: -7.008), (x: 112.002, y: -7.008), (x: 112.002, y: -7.0),
        ])
    }

    #[test]
    fn a_point_in_the_bend_is_outside_and_one_on_the_outline_is_inside() {
        assert!(!bent().contains(Point::new(112.005, -7.004)));
        assert!(bent().contains(Point::new(112.001, -7.004)));
        assert!(bent().contains(Point::new(112.0, -7.005)));
    }

    #[test]
    fn the_label_of_a_bent_area_lies_inside_it() {
        let label = bent().inner_point().unwrap();
        assert!(bent().contains(label));
        let middle = bent().bounds().unwrap().center();
        assert!(!bent().contains(Point::from(middle)), "the box's middle would not do");
    }

    #[test]
    fn distance_is_in_metres() {
        let metres = bent().metres_to(Point::new(112.0, -7.02));
        assert!((metres - 1112.0).abs() < 2.0, "{metres}");
        assert_eq!(bent().metres_to(Point::new(112.001, -7.004)), 0.0);
    }

    #[test]
    fn other_bytes_are_no_outline() {
        let code = || AreaCode::parse("35.78").unwrap();
        assert_eq!(Outline::from_bytes(code(), b""), None);
        assert_eq!(Outline::from_bytes(code(), b"not an outline"), None);
        let mut cut = bent().to_bytes();
        cut.truncate(cut.len() / 2);
        assert_eq!(Outline::from_bytes(code(), &cut), None);
    }

    proptest! {
        #[test]
        fn an_outline_survives_its_bytes(
            ring in prop::collection::vec((9_500_000i64..14_100_000, -1_100_000i64..600_000), 4..40),
            islands in 1usize..4,
        ) {
            let ring: Vec<_> = ring.into_iter().map(|(x, y)| Coord { x: degrees(x), y: degrees(y) }).collect();
            let island = Polygon::new(LineString::new(ring), vec![]);
            let before = Outline {
                code: AreaCode::parse("35.78").unwrap(),
                shape: MultiPolygon::new(vec![island; islands]),
            };
            let after = Outline::from_bytes(before.code.clone(), &before.to_bytes());
            prop_assert_eq!(after, Some(before));
        }
    }
}
