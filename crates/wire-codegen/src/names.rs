//! Kafka's names in the case that files and Rust want.
//!
//! Promises the same result for the same name; `KRaft` counts as one word, a digit belongs to the word before it.

/// `ThrottleTimeMs` as `throttle_time_ms`, `isKRaftController` as `is_kraft_controller`.
pub fn snake_case(name: &str) -> String {
    let name = name.replace("KRaft", "Kraft");
    let mut snake = String::with_capacity(name.len() + 4);
    let mut before = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && before != '_' && !before.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
        before = c;
    }
    snake
}

/// A field's name as a Rust identifier.
pub fn field_name(name: &str) -> String {
    let snake = snake_case(name);
    match snake.as_str() {
        "type" | "match" | "ref" | "use" | "move" | "static" | "struct" | "enum" | "loop" | "final" => {
            format!("r#{snake}")
        }
        _ => snake,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_where_people_would() {
        for (kafka, rust) in [
            ("ThrottleTimeMs", "throttle_time_ms"),
            ("isKRaftController", "is_kraft_controller"),
            ("KRaftVersionFeature", "kraft_version_feature"),
            ("V0Host", "v0_host"),
            ("Enable2Pc", "enable2_pc"),
            ("offset", "offset"),
            ("StreamsGroupDescribe", "streams_group_describe"),
        ] {
            assert_eq!(snake_case(kafka), rust);
        }
        assert_eq!(field_name("Type"), "r#type");
    }
}
