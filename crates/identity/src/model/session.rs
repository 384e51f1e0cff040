//! How long a session lives (ASVS 7.3): 30 minutes without use, 8 hours at most.

use kernel::Instant;

/// Seconds without use after which a session ends.
pub const IDLE: i64 = 30 * 60;
/// Seconds after which a session ends however it is used.
pub const ABSOLUTE: i64 = 8 * 3600;
/// Use is written down at most so often, in seconds.
pub const WRITTEN_EVERY: i64 = 60;
/// Seconds for which a one-time link works.
pub const LINK: i64 = 24 * 3600;

/// Whether a session that began at `began` and was last used at `seen` is alive at `now`. A clock that was set back does
/// not lengthen it: what lies in the future is as good as dead once the distance is more than the idle time.
pub fn alive(began: Instant, seen: Instant, now: Instant) -> bool {
    let (began, seen, now) = (began.seconds(), seen.seconds(), now.seconds());
    now - seen < IDLE && seen - now < IDLE && now - began < ABSOLUTE && began - now < IDLE
}

/// A coarse name of browser and device from the `User-Agent`, for the list of own sessions; nothing that identifies.
pub fn device(user_agent: &str) -> String {
    let first = |names: &[(&'static str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_seconds(1_800_000_000 + seconds)
    }

    #[test]
    fn a_session_dies_after_half_an_hour_of_silence() {
        assert!(alive(at(0), at(100), at(100 + 1799)));
        assert!(!alive(at(0), at(100), at(100 + 1800)));
    }

    #[test]
    fn a_session_dies_after_eight_hours_of_use() {
        assert!(alive(at(0), at(28_700), at(28_799)));
        assert!(!alive(at(0), at(28_799), at(28_800)));
    }

    #[test]
    fn a_clock_that_jumps_back_far_ends_it() {
        assert!(alive(at(0), at(100), at(-60)), "a small correction is no reason");
        assert!(!alive(at(0), at(100), at(-1800)));
    }

    #[test]
    fn a_device_is_named_coarsely() {
        let phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36";
        assert_eq!(device(phone), "Chrome, Android");
        assert_eq!(device("curl/8"), "");
        assert_eq!(device("Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"), "Firefox, Windows");
    }
}
