//! Consumption and due instants of one clock (semantics R15–R20).
