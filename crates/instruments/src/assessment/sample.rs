//! Indicators drawn by lot. Anybody can draw them again from the recorded seed: they stand in the order of
//! SHA-256(`seed:indicator`), and the first ones are the sample.

/// So many of these indicators, in the order of the lot.
pub fn draw<'a>(indicators: impl Iterator<Item = &'a String>, seed: &str, count: usize) -> Vec<String> {
    let lot = |id: &String| ring::digest::digest(&ring::digest::SHA256, format!("{seed}:{id}").as_bytes());
    let mut all: Vec<(Vec<u8>, &String)> = indicators.map(|id| (lot(id).as_ref().to_vec(), id)).collect();
    all.sort();
    all.into_iter().take(count).map(|(_, id)| id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_another_one_does_not() {
        let all: Vec<String> = (1..=47).map(|id| id.to_string()).collect();
        let drawn = draw(all.iter(), "5f1e", 8);
        assert_eq!(drawn.len(), 8);
        assert_eq!(drawn, draw(all.iter().rev(), "5f1e", 8), "whatever order they come in");
        assert_ne!(drawn, draw(all.iter(), "5f1f", 8));
        assert_eq!(draw(all.iter(), "5f1e", 9)[..8], drawn, "a larger sample holds the smaller one");
    }
}
