//! When signing keys change: a new one is published a day before it signs, so that everybody who keeps our set for a
//! while has it in time; an old one stays published until no ID token of it can be shown any more.

use kernel::Instant;

const DAY: i64 = 86_400;
/// Days for which a key signs.
const SIGNS: i64 = 90;
/// Days for which a key is published before it signs.
const BEFORE: i64 = 1;
/// Days for which it stays published after its successor signs.
const AFTER: i64 = 7;
/// Days after which a key is forgotten: until then it proves whom a sign-out means.
const KEPT: i64 = 365;

/// What is to be done with keys, by their places in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The one that signs.
    pub signs: Option<usize>,
    /// Those that stand in the published set.
    pub published: Vec<usize>,
    /// Those that are forgotten.
    pub over: Vec<usize>,
    /// Whether a new one is made now.
    pub new: bool,
}

/// What is to be done now with keys made at these instants, in ascending order.
pub fn plan(made: &[Instant], now: Instant) -> Plan {
    let age = |at: &Instant| now.seconds() - at.seconds();
    let Some(newest) = made.last() else {
        return Plan { new: true, ..Plan::default() };
    };
    // The newest that was published long enough; without one (the very first days) the oldest there is.
    let signs = made.iter().rposition(|at| age(at) >= BEFORE * DAY).unwrap_or(0);
    let since = made.get(signs).map_or(0, age) - BEFORE * DAY;
    let published = (0..made.len()).filter(|at| *at >= signs || (*at + 1 == signs && since < AFTER * DAY)).collect();
    let over = made.iter().enumerate().filter(|(at, key)| *at < signs && age(key) > KEPT * DAY);
    Plan {
        signs: Some(signs),
        published,
        over: over.map(|(at, _)| at).collect(),
        new: age(newest) >= (SIGNS - BEFORE) * DAY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> Instant {
        Instant::from_seconds(day * DAY)
    }

    #[test]
    fn the_first_key_signs_at_once() {
        assert!(plan(&[], day(0)).new);
        assert_eq!(plan(&[day(0)], day(0)), Plan { signs: Some(0), published: vec![0], ..Plan::default() });
    }

    #[test]
    fn a_successor_is_published_before_it_signs_and_its_predecessor_after() {
        assert!(!plan(&[day(0)], day(88)).new && plan(&[day(0)], day(89)).new);
        let keys = [day(0), day(89)];
        let shown = |at: i64| (plan(&keys, day(at)).signs, plan(&keys, day(at)).published);
        assert_eq!(shown(89), (Some(0), vec![0, 1]));
        assert_eq!(shown(90), (Some(1), vec![0, 1]), "both are published while old tokens live");
        assert_eq!(shown(96), (Some(1), vec![0, 1]));
        assert_eq!(shown(97), (Some(1), vec![1]));
    }

    #[test]
    fn a_year_old_key_is_forgotten_but_never_the_one_that_signs() {
        assert_eq!(plan(&[day(0), day(89)], day(366)).over, [0]);
        assert!(plan(&[day(0)], day(1000)).over.is_empty(), "nobody rotated: it still signs");
    }

    #[test]
    fn two_nodes_that_make_one_at_once_do_no_harm() {
        let twice = plan(&[day(0), day(0)], day(0));
        assert_eq!((twice.signs, twice.published, twice.new), (Some(0), vec![0, 1], false));
    }
}
