//! Where the boxes stand: rows from the start downwards, little crossing within them, short lines.

use super::graph::{Edge, Graph, Node, Shape};
use std::collections::BTreeMap;

/// Pixels between neighbours in a row.
const GAP: f64 = 20.0;
/// Pixels between rows.
const ROW_GAP: f64 = 30.0;
/// Pixels around everything; above the first row stands the sign of the start.
const MARGIN: f64 = 16.0;
const HEAD: f64 = 40.0;

/// A box on the sheet: its middle, its size.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spot {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Spot {
    pub fn top(&self) -> f64 {
        self.y - self.height / 2.0
    }

    pub fn bottom(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// A piece of a line between two neighbouring rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub upper: usize,
    pub lower: usize,
    pub up: bool,
}

/// Everything placed. Bends stand behind the boxes of the graph.
#[derive(Debug)]
pub(super) struct Placed {
    pub spots: Vec<Spot>,
    pub pieces: Vec<Piece>,
    pub width: f64,
    pub height: f64,
}

/// Lays the graph out.
pub(super) fn place(graph: &Graph) -> Placed {
    let mut rows_of = rows(graph);
    let pieces = bent(graph, &mut rows_of);
    let mut spots: Vec<Spot> = (0..rows_of.len()).map(|node| size(graph.nodes.get(node))).collect();
    let depth = rows_of.iter().copied().max().map_or(0, |last| last + 1);
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); depth];
    for (node, row) in rows_of.iter().enumerate() {
        rows[*row].push(node);
    }
    order(&mut rows, &pieces, rows_of.len());
    let mut top = MARGIN + HEAD;
    for row in &rows {
        let height = row.iter().map(|node| spots[*node].height).fold(0.0, f64::max);
        for node in row {
            let spot = &mut spots[*node];
            spot.y = top + height / 2.0;
            if graph.nodes.get(*node).is_none() {
                spot.height = height;
            }
        }
        top += height + ROW_GAP;
    }
    align(&rows, &pieces, &mut spots);
    let left = spots.iter().map(|spot| spot.x - spot.width / 2.0).fold(f64::INFINITY, f64::min);
    for spot in &mut spots {
        spot.x += MARGIN - left;
    }
    let right = spots.iter().map(|spot| spot.x + spot.width / 2.0).fold(0.0, f64::max);
    Placed { spots, pieces, width: right + MARGIN, height: top - ROW_GAP + MARGIN }
}

/// Size by text: names at 14 px, the rest at 12 px.
fn size(node: Option<&Node>) -> Spot {
    let Some(node) = node else { return Spot { width: 10.0, ..Spot::default() } };
    let wide = |lines: &[String], each: f64| {
        let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        f64::from(u32::try_from(longest).unwrap_or(u32::MAX)) * each
    };
    let (name, rest) = node.lines.split_at(node.named.min(node.lines.len()));
    let width = wide(name, 8.4).max(wide(rest, 6.8));
    let tall = f64::from(u32::try_from(node.lines.len()).unwrap_or(u32::MAX)) * 16.0;
    let (width, height) = match node.shape {
        Shape::Action { fork } => (width + 10.0, tall + if fork { 12.0 } else { 4.0 }),
        _ => ((width + 24.0).max(120.0), tall + 18.0),
    };
    Spot { width, height, ..Spot::default() }
}

/// The row of every box: one below the lowest box that leads to it. What leads back stands just above where it starts.
fn rows(graph: &Graph) -> Vec<usize> {
    let mut rows: Vec<usize> = vec![0; graph.nodes.len()];
    for _ in 0..graph.nodes.len() {
        let mut moved = false;
        for edge in &graph.edges {
            if rows[edge.lower] <= rows[edge.upper] {
                rows[edge.lower] = rows[edge.upper] + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    for node in 0..graph.nodes.len() {
        let lower = graph.edges.iter().filter(|edge| edge.upper == node && edge.up).map(|edge| rows[edge.lower]).min();
        if let (Shape::Action { .. }, Some(lower)) = (graph.nodes[node].shape, lower) {
            rows[node] = rows[node].max(lower.saturating_sub(1));
        }
    }
    rows
}

/// Cuts long lines into pieces from row to row; lines to the same box share their bends.
fn bent(graph: &Graph, rows: &mut Vec<usize>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for edge in &graph.edges {
        let Edge { upper, lower, up } = *edge;
        let mut below = lower;
        let mut joined = false;
        for row in (rows[upper] + 1..rows[lower]).rev() {
            let bend = match shared.get(&(lower, row)).filter(|_| !up) {
                Some(bend) => *bend,
                None => {
                    rows.push(row);
                    rows.len() - 1
                }
            };
            let known = !up && shared.insert((lower, row), bend).is_some();
            if !known || !joined {
                push(&mut pieces, Piece { upper: bend, lower: below, up });
            }
            joined = known;
            below = bend;
        }
        push(&mut pieces, Piece { upper, lower: below, up });
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    let same = |other: &Piece| (other.upper, other.lower, other.up) == (piece.upper, piece.lower, piece.up);
    if !pieces.iter().any(same) {
        pieces.push(piece);
    }
}

/// Orders each row by the middle of its neighbours, a few times down and up; the order with the fewest crossings stays.
fn order(rows: &mut Vec<Vec<usize>>, pieces: &[Piece], count: usize) {
    let mut best = (crossings(rows, pieces, count), rows.clone());
    for round in 0..12 {
        let down = round % 2 == 0;
        let all: Vec<usize> =
            if down { (1..rows.len()).collect() } else { (0..rows.len().saturating_sub(1)).rev().collect() };
        for row in all {
            let at = places(rows, count);
            let middle = |node: &usize| {
                let around =
                    pieces.iter().filter_map(|piece| match (down, piece.upper == *node, piece.lower == *node) {
                        (true, _, true) => Some(at[piece.upper]),
                        (false, true, _) => Some(at[piece.lower]),
                        _ => None,
                    });
                mean(around).unwrap_or(at[*node])
            };
            let mut keyed: Vec<(f64, usize)> = rows[row].iter().map(|node| (middle(node), *node)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            rows[row] = keyed.into_iter().map(|(_, node)| node).collect();
        }
        let crossed = crossings(rows, pieces, count);
        if crossed < best.0 {
            best = (crossed, rows.clone());
        }
    }
    *rows = best.1;
}

fn places(rows: &[Vec<usize>], count: usize) -> Vec<f64> {
    let mut at = vec![0.0; count];
    for row in rows {
        for (place, node) in (0_u32..).zip(row) {
            at[*node] = f64::from(place);
        }
    }
    at
}

fn crossings(rows: &[Vec<usize>], pieces: &[Piece], count: usize) -> usize {
    let at = places(rows, count);
    let mut row_of = vec![0; count];
    for (row, nodes) in rows.iter().enumerate() {
        for node in nodes {
            row_of[*node] = row;
        }
    }
    let crossed = |a: &Piece, b: &Piece| {
        row_of[a.upper] == row_of[b.upper] && (at[a.upper] - at[b.upper]) * (at[a.lower] - at[b.lower]) < 0.0
    };
    let pairs = pieces.iter().enumerate();
    pairs.map(|(index, a)| pieces[index + 1..].iter().filter(|b| crossed(a, b)).count()).sum()
}

/// Moves boxes towards their neighbours without changing the order of a row.
fn align(rows: &[Vec<usize>], pieces: &[Piece], spots: &mut [Spot]) {
    for row in rows {
        let mut x = 0.0;
        for node in row {
            x += spots[*node].width / 2.0;
            spots[*node].x = x;
            x += spots[*node].width / 2.0 + GAP;
        }
    }
    for round in 0..24 {
        let all: Vec<&Vec<usize>> = if round % 2 == 0 { rows.iter().collect() } else { rows.iter().rev().collect() };
        for row in all {
            let wanted: Vec<f64> = row
                .iter()
                .map(|node| {
                    let around = pieces.iter().filter_map(|piece| match (piece.upper == *node, piece.lower == *node) {
                        (true, _) => Some(spots[piece.lower].x),
                        (_, true) => Some(spots[piece.upper].x),
                        _ => None,
                    });
                    mean(around).unwrap_or(spots[*node].x)
                })
                .collect();
            let widths: Vec<f64> = row.iter().map(|node| spots[*node].width).collect();
            for (node, x) in row.iter().zip(nearest(&wanted, &widths)) {
                spots[*node].x = x;
            }
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// The places nearest to those wanted (least squares) that keep the order and the gaps: neighbours that would overlap
/// become one block which stands at its mean.
fn nearest(wanted: &[f64], widths: &[f64]) -> Vec<f64> {
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(wanted.len());
    for (index, width) in widths.iter().enumerate() {
        if index > 0 {
            offset += widths[index - 1] / 2.0 + GAP + width / 2.0;
        }
        offsets.push(offset);
    }
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (want, offset) in wanted.iter().zip(&offsets) {
        blocks.push((want - offset, 1));
        while let [.., (left, some), (right, more)] = blocks[..]
            && left > right
        {
            blocks.truncate(blocks.len() - 2);
            let (a, b) = (count(some), count(more));
            blocks.push((left.mul_add(a, right * b) / (a + b), some + more));
        }
    }
    let starts = blocks.into_iter().flat_map(|(start, size)| std::iter::repeat_n(start, size));
    starts.zip(offsets).map(|(start, offset)| start + offset).collect()
}

fn count(value: usize) -> f64 {
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_want_one_place_stand_side_by_side_around_it() {
        let placed = nearest(&[100.0, 100.0, 300.0], &[40.0, 40.0, 40.0]);
        assert_eq!(placed, vec![70.0, 130.0, 300.0]);
    }

    #[test]
    fn a_row_without_overlap_gets_what_it_wants() {
        assert_eq!(nearest(&[0.0, 100.0], &[40.0, 40.0]), vec![0.0, 100.0]);
        assert!(nearest(&[], &[]).is_empty());
    }
}
