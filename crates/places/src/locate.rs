//! Where a coordinate lies: the village whose outline holds it, the nearest one across a small gap, or outside.

use crate::outline::{METRES_PER_DEGREE, Outline};
use cases::doors::Located;
use geo::Point;
use kernel::area::AreaLevel;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Outlines leave gaps between villages and along shores; a point this near still belongs to the nearest village.
pub const GAP_METRES: f64 = 500.0;

type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// The outlines of one region, ready to be asked.
#[derive(Debug, Default)]
pub struct Outlines {
    outlines: Vec<Outline>,
    villages: RTree<Boxed>,
}

impl Outlines {
    /// Prepares outlines, in order of their codes.
    pub fn new(mut outlines: Vec<Outline>) -> Self {
        outlines.sort_by(|a, b| a.code.cmp(&b.code));
        let all = outlines.iter().enumerate();
        let villages = all
            .filter(|(_, one)| one.code.level() == AreaLevel::Village)
            .filter_map(|(at, one)| {
                let bounds = one.bounds()?;
                let (low, high) = (bounds.min(), bounds.max());
                let boxed = Rectangle::from_corners([low.x, low.y], [high.x, high.y]);
                Some(GeomWithData::new(boxed, at))
            })
            .collect();
        Self { villages: RTree::bulk_load(villages), outlines }
    }

    /// Whether no outline was imported.
    pub fn is_empty(&self) -> bool {
        self.outlines.is_empty()
    }

    /// Outlines of this level, by code.
    pub fn of(&self, level: AreaLevel) -> impl Iterator<Item = &Outline> {
        self.outlines.iter().filter(move |one| one.code.level() == level)
    }

    /// Where the coordinate lies (degrees, WGS 84).
    ///
    /// The village layer decides: district and regency outlines are coarser, so they are asked only where no village
    /// outline is there. A point in two outlines belongs to the village with the lower code.
    pub fn locate(&self, latitude: f64, longitude: f64) -> Located {
        let (village, inside) = match (self.outlines.is_empty(), self.villages.size()) {
            (true, _) => (None, None),
            (false, 0) => {
                let point = Point::new(longitude, latitude);
                (None, Some(self.outlines.iter().any(|one| one.contains(point))))
            }
            _ => {
                let village = self.village(latitude, longitude);
                (village, Some(village.is_some()))
            }
        };
        Located { village: village.map(|one| one.code.as_str().to_owned()), inside }
    }

    fn village(&self, latitude: f64, longitude: f64) -> Option<&Outline> {
        if !latitude.is_finite() || !longitude.is_finite() {
            return None;
        }
        let point = Point::new(longitude, latitude);
        let holding = self.villages.locate_all_at_point(&[longitude, latitude]);
        let holding = holding.filter_map(|boxed| self.outlines.get(boxed.data).map(|one| (boxed.data, one)));
        let holding = holding.filter(|(_, one)| one.contains(point));
        if let Some((_, one)) = holding.min_by_key(|(at, _)| *at) {
            return Some(one);
        }
        let high = GAP_METRES / METRES_PER_DEGREE;
        let wide = high / latitude.to_radians().cos().max(0.1);
        let around = AABB::from_corners([longitude - wide, latitude - high], [longitude + wide, latitude + high]);
        let near = self.villages.locate_in_envelope_intersecting(&around);
        let near = near.filter_map(|boxed| self.outlines.get(boxed.data));
        let near = near.map(|one| (one.metres_to(point), one));
        let near = near.filter(|(metres, _)| *metres <= GAP_METRES);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, one)| one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{MultiPolygon, Rect};
    use kernel::AreaCode;

    fn square(code: &str, west: f64, south: f64, side: f64) -> Outline {
        let rect = Rect::new((west, south), (west + side, south + side));
        Outline { code: AreaCode::parse(code).unwrap(), shape: MultiPolygon::new(vec![rect.to_polygon()]) }
    }

    /// Two villages with a gap of some 220 m between them, and their district around both.
    fn region() -> Outlines {
        Outlines::new(vec![
            square("35.78.01.1002", 112.012, -7.01, 0.01),
            square("35.78.01.1001", 112.0, -7.01, 0.01),
            square("35.78.01", 111.9, -7.1, 0.3),
        ])
    }

    fn at(latitude: f64, longitude: f64) -> (Option<String>, Option<bool>) {
        let located = region().locate(latitude, longitude);
        (located.village, located.inside)
    }

    #[test]
    fn a_point_in_a_village_belongs_to_it() {
        assert_eq!(at(-7.005, 112.005), (Some("35.78.01.1001".to_owned()), Some(true)));
    }

    #[test]
    fn a_point_in_a_gap_belongs_to_the_nearest_village() {
        assert_eq!(at(-7.005, 112.0105).0.as_deref(), Some("35.78.01.1001"));
        assert_eq!(at(-7.005, 112.0115).0.as_deref(), Some("35.78.01.1002"));
    }

    #[test]
    fn a_point_far_from_every_village_is_outside_even_within_a_coarse_district() {
        assert_eq!(at(-7.05, 112.005), (None, Some(false)));
    }

    #[test]
    fn without_outlines_nobody_knows() {
        let located = Outlines::default().locate(-7.0, 112.0);
        assert_eq!((located.village, located.inside), (None, None));
    }

    #[test]
    fn with_district_outlines_only_inside_is_known_and_the_village_is_not() {
        let districts = Outlines::new(vec![square("35.78.01", 111.9, -7.1, 0.3)]);
        let inside = districts.locate(-7.05, 112.0);
        assert_eq!((inside.village, inside.inside), (None, Some(true)));
        assert_eq!(districts.locate(-8.0, 112.0).inside, Some(false));
    }

    #[test]
    fn a_coordinate_that_is_no_number_is_outside() {
        assert_eq!(at(f64::NAN, f64::INFINITY), (None, Some(false)));
    }

    #[test]
    fn a_shared_border_belongs_to_the_lower_code() {
        let twins = Outlines::new(vec![
            square("35.78.01.1002", 112.01, -7.01, 0.01),
            square("35.78.01.1001", 112.0, -7.01, 0.01),
        ]);
        let border = twins.locate(-7.005, 112.01);
        assert_eq!(border.village.as_deref(), Some("35.78.01.1001"));
    }
}
