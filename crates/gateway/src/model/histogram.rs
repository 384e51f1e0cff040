//! How long calls took: counts in classes, from which percentiles are read.

/// Upper ends of the classes in milliseconds; the last class has none.
pub const ENDS: [i64; 12] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
/// Classes.
pub const CLASSES: usize = ENDS.len() + 1;

/// How many calls took how long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Histogram(pub [i64; CLASSES]);

impl Histogram {
    /// The class of a duration in microseconds.
    pub fn class(micros: i64) -> usize {
        ENDS.iter().position(|end| micros <= end * 1000).unwrap_or(ENDS.len())
    }

    /// Counts one call that took so many microseconds.
    pub fn count(&mut self, micros: i64) {
        if let Some(class) = self.0.get_mut(Self::class(micros)) {
            *class += 1;
        }
    }

    /// Milliseconds within which `share` (0–100) of a hundred calls were done, read evenly within a class; the last class
    /// is said as its lower end. 0 without calls.
    pub fn percentile(&self, share: i64) -> i64 {
        let all: i64 = self.0.iter().sum();
        // The rank of the call that is meant, from 1.
        let rank = (all * share + 99) / 100;
        let (mut below, mut lower) = (0, 0);
        for (class, count) in self.0.iter().enumerate() {
            let Some(upper) = ENDS.get(class) else {
                break;
            };
            if rank <= below + count && *count > 0 {
                return lower + ((upper - lower) * (rank - below) + count - 1) / count;
            }
            below += count;
            lower = *upper;
        }
        if all == 0 { 0 } else { lower }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_falls_into_the_class_that_ends_at_or_after_it() {
        for (micros, class) in [(0, 0), (1000, 0), (1001, 1), (5000, 2), (4_999_999, 11), (5_000_001, 12)] {
            assert_eq!(Histogram::class(micros), class, "{micros}");
        }
    }

    #[test]
    fn a_percentile_lies_in_the_class_of_its_call() {
        let mut seen = Histogram::default();
        (0..95).for_each(|_| seen.count(3_000));
        (0..5).for_each(|_| seen.count(700_000));
        assert_eq!(seen.percentile(95), 5);
        assert!((501..=1000).contains(&seen.percentile(96)), "{}", seen.percentile(96));
        assert_eq!(seen.percentile(50), 4);
        assert_eq!(Histogram::default().percentile(95), 0);
        seen = Histogram::default();
        seen.count(60_000_000);
        assert_eq!(seen.percentile(50), 5000, "longer than can be told");
    }
}
