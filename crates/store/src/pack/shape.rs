//! JSON in a shape that packs well: places told from one to the next, lists of like objects as columns. Both ways.

use serde_json::{Map, Value, json};

/// Members of an object that stands for a list of objects: the names, and a list of values for each.
const NAMES: &str = "|";
const COLUMNS: &str = "c";
/// Members of an object that stands for a list of lists of objects: their lengths, and all of them in one list.
const LENGTHS: &str = "#";
const ALL: &str = "*";

/// The shape that packs well.
pub(super) fn packed(mut value: Value) -> Value {
    walk(&mut value, &mut 0, &told);
    columns(value)
}

/// The value of a shape.
pub(super) fn unpacked(shape: Value) -> Value {
    let mut value = rows(shape);
    walk(&mut value, &mut 0, &heard);
    value
}

/// Visits every object, an outer one before those in it, members in order of name: both ways in the same order.
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

fn told(members: &mut Map<String, Value>, at: &mut i64) {
    if let (Some(start), Some(end)) = (number(members, "start"), number(members, "end")) {
        members.remove("start");
        members.remove("end");
        members.insert("s".to_owned(), (start - *at).into());
        members.insert("e".to_owned(), (end - start).into());
        *at = start;
    }
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

/// The sorted names that all objects of a list have, if it is a list of two or more objects that have the same.
fn names(list: &[Value]) -> Option<Vec<String>> {
    let sorted = |value: &Value| {
        let mut names: Vec<String> = value.as_object()?.keys().cloned().collect();
        names.sort();
        Some(names)
    };
    let first = sorted(list.first()?)?;
    (list.len() > 1 && !first.is_empty() && list.iter().all(|one| sorted(one).as_ref() == Some(&first))).then_some(first)
}

fn is_list_of_objects(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(Value::is_object))
}

fn columns(value: Value) -> Value {
    match value {
        Value::Array(list) => {
            if let Some(names) = names(&list) {
                let mut columns: Vec<Vec<Value>> = vec![Vec::with_capacity(list.len()); names.len()];
                for one in list {
                    let Value::Object(mut members) = one else { continue };
                    for (column, name) in columns.iter_mut().zip(&names) {
                        column.push(members.remove(name).unwrap_or_default());
                    }
                }
                let columns: Vec<Value> = columns.into_iter().map(|column| self::columns(Value::Array(column))).collect();
                return json!({NAMES: names, COLUMNS: columns});
            }
            let objects = list.iter().any(|one| one.as_array().is_some_and(|inner| !inner.is_empty()));
            if list.len() > 1 && objects && list.iter().all(is_list_of_objects) {
                let lengths: Vec<usize> = list.iter().map(|one| one.as_array().map_or(0, Vec::len)).collect();
                let all = list.into_iter().flat_map(|one| if let Value::Array(inner) = one { inner } else { Vec::new() }).collect();
                return json!({LENGTHS: lengths, ALL: columns(Value::Array(all))});
            }
            Value::Array(list.into_iter().map(columns).collect())
        }
        Value::Object(members) => Value::Object(members.into_iter().map(|(name, value)| (name, columns(value))).collect()),
        other => other,
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

    #[test]
    fn every_shape_is_undone() {
        for value in [
            json!([{"a": 1, "b": [{"start": 3, "end": 5, "k": "x"}, {"start": 7, "end": 9, "k": "y"}]}, {"a": null, "b": []}]),
            json!([[], []]),
            json!([[{"a": 1}], [], [{"a": 2}, {"a": 3}]]),
            json!([{"a": 1}, {"b": 2}]),
            json!([{"a": 1}]),
            json!([{}, {}]),
            json!([[1, 2], [3]]),
            json!({"start": 4, "end": null}),
            json!([{"x": {"start": 9, "end": 12}, "y": [[1], []]}, {"x": {"start": 2, "end": 4}, "y": []}]),
            json!(null),
        ] {
            assert_eq!(unpacked(packed(value.clone())), value);
        }
    }
}
