//! How long one tries: pauses between tries.

/// Tries of one message on one channel before it is given up (the last about fifteen hours after the first).
pub const TRIES: i64 = 8;

/// Seconds until the next try after `tries` tries: 30 s, then four times longer each, six hours at most.
pub fn pause(tries: i64) -> i64 {
    let exponent = u32::try_from(tries.clamp(1, 8) - 1).unwrap_or(0);
    (30 * 4_i64.pow(exponent)).min(6 * 3600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_are_bounded() {
        let pauses: Vec<i64> = (1..=9).map(pause).collect();
        assert_eq!(pauses, [30, 120, 480, 1920, 7680, 21_600, 21_600, 21_600, 21_600]);
        let hours: i64 = pauses.iter().take(7).sum::<i64>() / 3600;
        assert!((12..24).contains(&hours), "{hours}");
    }
}
