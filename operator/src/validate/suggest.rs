//! What was probably meant by a name that does not exist.

/// The candidate that is nearest to a name, when it is near enough to be a slip of the pen: at most one edit per three
/// characters, letters swapped counting as one.
pub(super) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let limit = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Names in a row: `a, b or c`.
pub(super) fn either<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last.to_owned(),
        Some(last) => format!("{} or {last}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_another_word_is_not() {
        let fields = ["replicas", "nodeIds", "storage"];
        assert_eq!(nearest("replcias", fields), Some("replicas"));
        assert_eq!(nearest("nodeids", fields), Some("nodeIds"));
        assert_eq!(nearest("rack", fields), None);
        assert_eq!(nearest("x", fields), None);
    }
}
