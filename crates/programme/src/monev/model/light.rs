//! Traffic lights: what was done against what was planned, with thresholds of the region. Silence is grey, never green.

use super::course::Course;
use crate::monev::Light;

/// Thresholds in whole percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// From here on green.
    pub green: i64,
    /// From here on yellow, below it red; below `green`.
    pub yellow: i64,
}

impl Light {
    /// The word kept in tables and used in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Red => "merah",
            Self::Grey => "abu",
            Self::Yellow => "kuning",
            Self::Green => "hijau",
        }
    }

    /// The light called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Red, Self::Grey, Self::Yellow, Self::Green].into_iter().find(|light| light.word() == word)
    }
}

/// How a promise stands: judged at the last month that is over or that somebody spoke of. `over` counts the months of the
/// quarter whose time to report has passed. A step that owes a word and gave none keeps the light from being green.
pub fn light(course: &Course, over: usize, at: Thresholds) -> Light {
    let spoken = course.iter().rposition(|stage| stage.words > 0).map_or(0, |at| at + 1);
    let Some(stage) = spoken.max(over).checked_sub(1).and_then(|last| course.get(last)) else { return Light::Green };
    let owed: i64 = course.iter().take(over).map(|stage| stage.owed).sum();
    let words: i64 = course.iter().map(|stage| stage.words).sum();
    if owed > 0 && words == 0 {
        return Light::Grey;
    }
    // A later month's words make up for the silence before.
    let since = course.iter().take(spoken.max(over)).skip(over.saturating_sub(1));
    let silent = over > 0 && since.into_iter().all(|stage| stage.told < stage.owed);
    let (done, planned) = (stage.done * 100, stage.planned);
    if planned > 0 && done < planned * at.yellow {
        Light::Red
    } else if silent || (planned > 0 && done < planned * at.green) {
        Light::Yellow
    } else {
        Light::Green
    }
}

#[cfg(test)]
mod tests {
    use super::super::course::Stage;
    use super::*;
    use proptest::prelude::*;

    const USUAL: Thresholds = Thresholds { green: 90, yellow: 75 };

    fn stage(planned: i64, done: i64, owed: i64, told: i64) -> Stage {
        Stage { planned, done, owed, told, words: told }
    }

    #[test]
    fn thresholds_are_reached_exactly() {
        let with = |done| light(&[stage(1000, done, 1, 1); 3], 3, USUAL);
        assert_eq!([900, 899, 750, 749].map(with), [Light::Green, Light::Yellow, Light::Yellow, Light::Red]);
    }

    #[test]
    fn silence_is_grey_and_half_a_silence_is_not_green() {
        assert_eq!(light(&[stage(100, 0, 1, 0); 3], 1, USUAL), Light::Grey);
        assert_eq!(light(&[stage(100, 100, 1, 0); 3], 3, USUAL), Light::Grey, "whatever was done before");
        assert_eq!(light(&[stage(100, 100, 2, 1); 3], 3, USUAL), Light::Yellow);
    }

    #[test]
    fn words_about_a_later_month_make_up_for_silence_before() {
        let course = [stage(100, 0, 1, 0), stage(200, 0, 1, 0), stage(300, 300, 1, 1)];
        assert_eq!(light(&course, 2, USUAL), Light::Green);
        let half = [stage(100, 0, 1, 0), stage(200, 0, 2, 0), stage(300, 300, 2, 1)];
        assert_eq!(light(&half, 2, USUAL), Light::Yellow);
    }

    #[test]
    fn a_month_that_is_not_over_is_judged_only_when_somebody_spoke_of_it() {
        let course = [stage(100, 100, 1, 1), stage(200, 100, 1, 0), stage(300, 100, 1, 0)];
        assert_eq!(light(&course, 1, USUAL), Light::Green);
        assert_eq!(light(&course, 2, USUAL), Light::Red);
        assert_eq!(light(&[stage(100, 0, 1, 0); 3], 0, USUAL), Light::Green, "nothing was due yet");
    }

    proptest! {
        #[test]
        fn more_work_never_makes_a_light_worse(planned in 0_i64..=1000, done in 0_i64..1000, told in 0_i64..=1, over in 0_usize..=3) {
            let with = |done| light(&[stage(planned, done, 1, told); 3], over, USUAL);
            prop_assert!(with(done + 1) >= with(done));
        }

        #[test]
        fn whoever_owed_a_word_and_gave_none_is_never_green(planned in 0_i64..=1000, done in 0_i64..=1000, owed in 1_i64..5) {
            prop_assert_eq!(light(&[stage(planned, done, owed, 0); 3], 3, USUAL), Light::Grey);
            prop_assert!(light(&[stage(planned, done, owed + 1, owed); 3], 3, USUAL) < Light::Green);
        }
    }
}
