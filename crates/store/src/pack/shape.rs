//! The shape in which schema 2 packed JSON: places told from one to the next, lists of like objects as columns.

use serde_json::{Map, Value};

/// Members of an object that stands for a list of objects: the names, and a list of values for each.
const NAMES: &str = "|";
const COLUMNS: &str = "c";
/// Members of an object that stands for a list of lists of objects: their lengths, and all of them in one list.
const LENGTHS: &str = "#";
const ALL: &str = "*";

/// The value of a shape.
pub(super) fn unpacked(shape: Value) -> Value {
    let mut value = rows(shape);
    walk(&mut value, &mut 0, &heard);
    value
}

/// Visits every object, an outer one before those in it, members in order of name.
fn walk(value: &mut Value, at: &mut i64, change: &dyn Fn(&mut Map<String, Value>, &mut i64)) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|one| walk(one, at, change)),
        Value::Object(members) => {
            change(members, at);
            let inner = members.iter().filter(|(_, value)| value.is_array() || value.is_object());
            let mut names: Vec<String> = inner.map(|(name, _)| name.clone()).collect();
            names.sort();
            for name in names {
                if let Some(member) = members.get_mut(&name) {
                    walk(member, at, change);
                }
            }
        }
        _ => {}
    }
}

fn number(members: &Map<String, Value>, name: &str) -> Option<i64> {
    members.get(name).and_then(Value::as_i64)
}

fn heard(members: &mut Map<String, Value>, at: &mut i64) {
    if let (Some(after), Some(length)) = (number(members, "s"), number(members, "e")) {
        *at = at.saturating_add(after);
        members.remove("s");
        members.remove("e");
        members.insert("start".to_owned(), (*at).into());
        members.insert("end".to_owned(), at.saturating_add(length).into());
    }
}

fn list(value: Option<Value>) -> Vec<Value> {
    if let Some(Value::Array(list)) = value { list } else { Vec::new() }
}

fn rows(value: Value) -> Value {
    match value {
        Value::Object(mut members) if members.len() == 2 && members.contains_key(NAMES) && members.contains_key(COLUMNS) => {
            let names: Vec<String> = list(members.remove(NAMES)).iter().filter_map(Value::as_str).map(str::to_owned).collect();
            let columns: Vec<Vec<Value>> = list(members.remove(COLUMNS)).into_iter().map(|column| list(Some(rows(column)))).collect();
            let length = columns.iter().map(Vec::len).max().unwrap_or(0);
            let mut found: Vec<Map<String, Value>> = vec![Map::new(); length];
            for (name, column) in names.iter().zip(columns) {
                for (row, value) in found.iter_mut().zip(column) {
                    row.insert(name.clone(), value);
                }
            }
            Value::Array(found.into_iter().map(Value::Object).collect())
        }
        Value::Object(mut members) if members.len() == 2 && members.contains_key(LENGTHS) && members.contains_key(ALL) => {
            let lengths = list(members.remove(LENGTHS));
            let mut all = list(members.remove(ALL).map(rows)).into_iter();
            let take = |length: &Value| all.by_ref().take(length.as_u64().unwrap_or(0) as usize).collect();
            Value::Array(lengths.iter().map(take).map(Value::Array).collect())
        }
        Value::Object(members) => Value::Object(members.into_iter().map(|(name, value)| (name, rows(value))).collect()),
        Value::Array(list) => Value::Array(list.into_iter().map(rows).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn shapes_are_undone() {
        for (shape, value) in [
            (
                json!({"|": ["a", "b"], "c": [[1, null], {"#": [2, 0], "*": {"|": ["e", "s"], "c": [[2, 2], [3, 4]]}}]}),
                json!([{"a": 1, "b": [{"start": 3, "end": 5}, {"start": 7, "end": 9}]}, {"a": null, "b": []}]),
            ),
            (json!([[], []]), json!([[], []])),
            (json!({"x": {"s": 9, "e": 3}, "y": [[1], []]}), json!({"x": {"start": 9, "end": 12}, "y": [[1], []]})),
            (json!({"start": 4, "end": null}), json!({"start": 4, "end": null})),
        ] {
            assert_eq!(unpacked(shape), value);
        }
    }
}
