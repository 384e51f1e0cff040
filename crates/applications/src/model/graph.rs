//! Where everything stands in the graph of applications: two lists of names, left and right, with all lines between them.
//! No line crosses a name, whatever is joined, and names keep a size that can be read on A3 (docs/adr/0065).

use super::ladder::Seen;
use cases::doors::Rung;
use std::collections::BTreeMap;

/// Width of the drawing, in tenths of a millimetre: A3 across less its margins.
pub const WIDTH: f64 = 4000.0;
/// Height of the drawing.
pub const HEIGHT: f64 = 2680.0;
/// Room above and below the lists, for the title and the legend.
pub const ABOVE: f64 = 130.0;
const BELOW: f64 = 150.0;
/// Rows are at most and at least so high; letters take [`LETTER`] of it: 31 give 6.1 pt.
const HIGHEST: f64 = 46.0;
const LOWEST: f64 = 31.5;
/// Height of letters as part of a row.
pub const LETTER: f64 = 0.69;
/// Room between two agencies, in rows.
const GAP: f64 = 0.45;
/// Rounds of putting each agency beside what it is joined to.
const ROUNDS: usize = 16;

/// One application, or one agency where there are too many applications to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// How high it stands.
    pub rung: Rung,
}

/// One agency with its applications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its short name.
    pub name: String,
    /// Its applications.
    pub nodes: Vec<Node>,
    /// Applications that are not drawn, because nothing leads to them and there is no room.
    pub rest: usize,
}

/// A line between two applications: place of its group and place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Who gives.
    pub from: (usize, usize),
    /// Who takes.
    pub to: (usize, usize),
    /// Said, seen or both.
    pub seen: Seen,
}

/// What is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Agencies by name.
    pub groups: Vec<Group>,
    /// Lines.
    pub edges: Vec<Edge>,
    /// Whether nodes are whole agencies.
    pub by_agency: bool,
}

/// A row of one of the lists.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedRow {
    /// Whether it stands in the left list.
    pub left: bool,
    /// Its middle.
    pub y: f64,
    /// What it is.
    pub row: Row,
}

/// What stands in a row: places in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The name of an agency.
    Agency(usize),
    /// An application.
    Node(usize, usize),
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Height of a row.
    pub row: f64,
    /// Height of the whole drawing: [`HEIGHT`], more where even agencies are too many.
    pub height: f64,
    /// Every row.
    pub rows: Vec<PlacedRow>,
    /// Every line: its index, both ends.
    pub lines: Vec<(usize, Place, Place)>,
}

/// Where a line begins or ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Whether at the left list.
    pub left: bool,
    /// How far down.
    pub y: f64,
}

/// Rows that fit on one side at the least height.
fn room() -> f64 {
    (HEIGHT - ABOVE - BELOW) / LOWEST
}

fn rows_of(groups: &[&Group]) -> f64 {
    groups.iter().map(|group| height(group, false)).sum()
}

fn height(group: &Group, by_agency: bool) -> f64 {
    if by_agency { 1.0 } else { group.nodes.len() as f64 + 1.0 + GAP }
}

/// Makes a graph fit: all applications if there is room, else those that are joined, else agencies alone.
pub fn fitted(whole: Graph) -> Graph {
    // The two sides never come out quite even: one group more must still find room.
    let fits = |graph: &Graph| {
        let largest = graph.groups.iter().map(|one| height(one, false)).fold(0.0, f64::max);
        rows_of(&graph.groups.iter().collect::<Vec<_>>()) + largest <= 2.0 * room()
    };
    if fits(&whole) {
        return whole;
    }
    let joined = only_joined(&whole);
    if fits(&joined) { joined } else { agencies(&whole) }
}

fn only_joined(whole: &Graph) -> Graph {
    let mut places: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    let mut groups = Vec::new();
    for (at, group) in whole.groups.iter().enumerate() {
        let touched = |node: usize| whole.edges.iter().any(|edge| edge.from == (at, node) || edge.to == (at, node));
        let kept: Vec<usize> = (0..group.nodes.len()).filter(|node| touched(*node)).collect();
        let rest = group.rest + group.nodes.len() - kept.len();
        for (new, old) in kept.iter().enumerate() {
            places.insert((at, *old), (groups.len(), new));
        }
        let nodes = kept.iter().filter_map(|node| group.nodes.get(*node).cloned()).collect();
        groups.push(Group { name: group.name.clone(), nodes, rest });
    }
    let moved = |edge: &Edge| Some(Edge { from: *places.get(&edge.from)?, to: *places.get(&edge.to)?, ..*edge });
    Graph { groups, edges: whole.edges.iter().filter_map(moved).collect(), by_agency: false }
}

fn agencies(whole: &Graph) -> Graph {
    let one = |group: &Group| {
        let rung = group.nodes.iter().map(|node| node.rung).max().unwrap_or(Rung::None);
        let name = format!("{} ({})", group.name, group.nodes.len() + group.rest);
        Group { name: name.clone(), nodes: vec![Node { name, rung }], rest: 0 }
    };
    let mut pairs: BTreeMap<(usize, usize), Seen> = BTreeMap::new();
    for edge in whole.edges.iter().filter(|edge| edge.from.0 != edge.to.0) {
        let known = pairs.entry((edge.from.0, edge.to.0)).or_insert(edge.seen);
        if *known != edge.seen {
            *known = Seen::Both;
        }
    }
    let edge = |((from, to), seen): ((usize, usize), Seen)| Edge { from: (from, 0), to: (to, 0), seen };
    Graph {
        groups: whole.groups.iter().map(one).collect(),
        edges: pairs.into_iter().map(edge).collect(),
        by_agency: true,
    }
}

/// Where everything stands. The same graph always gives the same drawing.
pub fn layout(graph: &Graph) -> Layout {
    let mut order = Order::new(graph);
    let mut best = order.placed(graph);
    // One side at a time: what both do at once only changes places. The best that was seen stays.
    for round in 0..ROUNDS {
        order.round(graph, round % 2);
        let found = order.placed(graph);
        if length(&found) < length(&best) {
            best = found;
        }
    }
    best
}

/// How far down and up all lines lead together.
fn length(layout: &Layout) -> f64 {
    layout.lines.iter().map(|(_, from, to)| (from.y - to.y).abs()).sum()
}

/// Groups of both lists in order, and the order of the nodes of each group.
struct Order {
    sides: [Vec<usize>; 2],
    nodes: Vec<Vec<usize>>,
}

impl Order {
    /// The largest first, each to the shorter list; then by name.
    fn new(graph: &Graph) -> Self {
        let mut by_size: Vec<usize> = (0..graph.groups.len()).collect();
        let size = |at: usize| graph.groups.get(at).map_or(0, |group| group.nodes.len());
        by_size.sort_by_key(|at| (std::cmp::Reverse(size(*at)), *at));
        let (mut sides, mut filled) = ([Vec::new(), Vec::new()], [0.0, 0.0]);
        for at in by_size {
            let side = usize::from(filled[1] < filled[0]);
            let more = graph.groups.get(at).map_or(0.0, |group| height(group, graph.by_agency));
            if let (Some(list), Some(sum)) = (sides.get_mut(side), filled.get_mut(side)) {
                list.push(at);
                *sum += more;
            }
        }
        sides.iter_mut().for_each(|side| side.sort_unstable());
        let nodes = graph.groups.iter().map(|group| (0..group.nodes.len()).collect()).collect();
        Self { sides, nodes }
    }

    /// Puts each group of one side, and each node within it, beside the middle of what it is joined to.
    fn round(&mut self, graph: &Graph, side: usize) {
        let places = self.places(graph);
        let middle = |own: &dyn Fn((usize, usize)) -> bool| {
            let ends = graph.edges.iter().flat_map(|edge| {
                let mut ends = Vec::new();
                if own(edge.from) && !own(edge.to) {
                    ends.push(edge.to);
                }
                if own(edge.to) && !own(edge.from) {
                    ends.push(edge.from);
                }
                ends
            });
            let (sum, count) = ends
                .filter_map(|end| places.get(&end))
                .fold((0.0, 0.0), |(sum, count), place| (sum + place.y, count + 1.0));
            (count > 0.0).then(|| sum / count)
        };
        let Some(groups) = self.sides.get_mut(side) else { return };
        for at in groups.iter().copied() {
            let Some(nodes) = self.nodes.get_mut(at) else { continue };
            let own = |node: usize| places.get(&(at, node)).map_or(0.0, |place| place.y);
            nodes.sort_by_cached_key(|node| {
                let wish = middle(&|end| end == (at, *node)).unwrap_or_else(|| own(*node));
                (wish.round() as i64, *node)
            });
        }
        groups.sort_by_cached_key(|at| {
            let own = places.get(&(*at, 0)).map_or(0.0, |place| place.y);
            (middle(&|end| end.0 == *at).unwrap_or(own).round() as i64, *at)
        });
    }

    fn places(&self, graph: &Graph) -> BTreeMap<(usize, usize), Place> {
        let rows = self.placed(graph).rows;
        let node = |placed: PlacedRow| match placed.row {
            Row::Node(group, node) => Some(((group, node), Place { left: placed.left, y: placed.y })),
            Row::Agency(_) => None,
        };
        rows.into_iter().filter_map(node).collect()
    }

    fn placed(&self, graph: &Graph) -> Layout {
        let tall = |side: &Vec<usize>| {
            side.iter().filter_map(|at| graph.groups.get(*at)).map(|group| height(group, graph.by_agency)).sum::<f64>()
        };
        let most = self.sides.iter().map(tall).fold(1.0, f64::max);
        let row = ((HEIGHT - ABOVE - BELOW) / most).clamp(LOWEST, HIGHEST);
        let mut rows = Vec::new();
        for (side, left) in self.sides.iter().zip([true, false]) {
            let mut y = ABOVE;
            for at in side {
                let Some(nodes) = self.nodes.get(*at) else { continue };
                if !graph.by_agency {
                    rows.push(PlacedRow { left, y: y + row / 2.0, row: Row::Agency(*at) });
                    y += row;
                }
                for node in nodes {
                    rows.push(PlacedRow { left, y: y + row / 2.0, row: Row::Node(*at, *node) });
                    y += row;
                }
                y += if graph.by_agency { 0.0 } else { row * GAP };
            }
        }
        let mut layout = Layout { row, height: HEIGHT.max(ABOVE + BELOW + most * row), rows, lines: Vec::new() };
        layout.lines = lines(graph, &layout.rows);
        layout
    }
}

fn lines(graph: &Graph, rows: &[PlacedRow]) -> Vec<(usize, Place, Place)> {
    let mut at: BTreeMap<(usize, usize), Place> = BTreeMap::new();
    for placed in rows {
        if let Row::Node(group, node) = placed.row {
            at.insert((group, node), Place { left: placed.left, y: placed.y });
        }
    }
    let line = |(index, edge): (usize, &Edge)| Some((index, *at.get(&edge.from)?, *at.get(&edge.to)?));
    graph.edges.iter().enumerate().filter_map(line).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// So many agencies with so many applications each; each application gives to one that lies `step` further.
    pub(crate) fn graph(agencies: usize, each: usize, step: usize) -> Graph {
        let node = |group: usize, at: usize| Node { name: format!("Aplikasi {group}-{at}"), rung: Rung::File };
        let group = |at: usize| Group {
            name: format!("Dinas {at:02}"),
            nodes: (0..each).map(|node_at| node(at, node_at)).collect(),
            rest: 0,
        };
        let count = agencies * each;
        let place = |at: usize| ((at % count) / each, (at % count) % each);
        let seen = [Seen::Both, Seen::Declared, Seen::Observed];
        let edge = |at: usize| Edge { from: place(at), to: place(at * 7 + step), seen: seen[at % 3] };
        let edges = (0..if step == 0 { 0 } else { count }).map(edge).filter(|edge| edge.from != edge.to).collect();
        Graph { groups: (0..agencies).map(group).collect(), edges, by_agency: false }
    }

    #[test]
    fn a_hundred_applications_of_thirty_agencies_stay_legible_and_no_row_lies_on_another() {
        let whole = fitted(graph(25, 4, 13));
        assert!(!whole.by_agency && whole.groups.iter().all(|group| group.nodes.len() == 4));
        let found = layout(&whole);
        assert!(found.row * LETTER >= 21.2, "6 pt are 2.12 mm; the letters are {} tenths", found.row * LETTER);
        assert!((found.height - HEIGHT).abs() < 0.01, "it fits on one page");
        assert_eq!(found.rows.len(), 125);
        for left in [true, false] {
            let mut ys: Vec<f64> = found.rows.iter().filter(|row| row.left == left).map(|row| row.y).collect();
            ys.sort_by(f64::total_cmp);
            assert!(ys.windows(2).all(|two| two[1] - two[0] >= found.row - 0.01));
            assert!(
                ys.first().is_some_and(|y| *y >= ABOVE)
                    && ys.last().is_some_and(|y| *y + found.row / 2.0 <= HEIGHT - BELOW + 0.01)
            );
        }
    }

    #[test]
    fn the_same_graph_is_drawn_the_same_and_every_line_has_both_ends() {
        let whole = graph(12, 5, 11);
        let found = layout(&whole);
        assert_eq!(found, layout(&whole));
        assert_eq!(found.lines.len(), whole.edges.len());
    }

    #[test]
    fn putting_what_is_joined_side_by_side_makes_lines_shorter() {
        let whole = graph(20, 4, 37);
        let before = length(&Order::new(&whole).placed(&whole));
        assert!(length(&layout(&whole)) < before);
    }

    #[test]
    fn where_there_is_no_room_what_is_alone_is_counted_and_then_agencies_stand_for_their_applications() {
        let mut many = graph(30, 8, 0);
        many.edges = graph(30, 8, 3).edges.into_iter().take(20).collect();
        let joined = fitted(many);
        assert!(!joined.by_agency);
        let drawn: usize = joined.groups.iter().map(|group| group.nodes.len()).sum();
        assert!(drawn <= 40 && drawn + joined.groups.iter().map(|group| group.rest).sum::<usize>() == 240);
        let thousand = fitted(graph(50, 20, 17));
        assert!(thousand.by_agency && thousand.groups.len() == 50);
        assert!(layout(&thousand).row * LETTER >= 21.2);
    }
}
