//! Forms drawn from a service definition.
