//! The engine against published traces, against itself, and rule by rule.

#[cfg(test)]
mod anything;
#[cfg(test)]
mod chosen;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod crowded;
#[cfg(test)]
mod flows;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod manual;
#[cfg(test)]
mod moves;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod shipped;
#[cfg(test)]
mod town;
#[cfg(test)]
mod vectors;
