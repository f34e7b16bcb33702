//! What the server has against a rule.

use hubbub_shared::Problem;

/// What is wrong with a rule, the server says best: it names the word.
pub fn exactly(problem: Problem) -> Problem {
    let field = problem.fields.first().map(|field| field.message.clone());
    Problem { message: field.unwrap_or_else(|| problem.message.clone()), ..problem }
}
