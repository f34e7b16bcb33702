//! What who may not run a hub is told where it is run.

use crate::components::more_icons::empty;
use crate::words::governing;
use sycamore::prelude::*;

/// Draws it in the place of what they came for.
pub fn not_yours() -> View {
    empty("lock", governing::NOT_YOURS_TITLE, governing::NOT_YOURS)
}
