//! Charts as SVG made on the server, each with its data as a table.
