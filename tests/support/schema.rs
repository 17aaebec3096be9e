//! Whether an answer is as its schema says, for the words of JSON Schema that the schemas of this repository use.

use std::fs;

use serde_json::Value;

/// Every place where an answer differs from `assets/schema/<name>.json`.
pub fn faults(name: &str, answer: &Value) -> Vec<String> {
    let path = format!("{}/assets/schema/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut faults = Vec::new();
    check(&schema, &schema, answer, name, &mut faults);
    faults
}

fn check(root: &Value, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    if let Some(target) = schema["$ref"].as_str() {
        let found = root.pointer(target.trim_start_matches('#')).unwrap();
        return check(root, found, value, place, faults);
    }
    if let Some(ways) = schema["anyOf"].as_array() {
        let fits = |way: &Value| {
            let mut wrong = Vec::new();
            check(root, way, value, place, &mut wrong);
            wrong.is_empty()
        };
        if !ways.iter().any(fits) {
            faults.push(format!("{place}: {value} fits none"));
        }
        return;
    }
    if let Some(allowed) = schema["enum"].as_array().filter(|allowed| !allowed.contains(value)) {
        faults.push(format!("{place}: {value} is none of {allowed:?}"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("{place}: {other}"),
    };
    if !types.is_empty() && !types.iter().any(|name| is(name)) {
        faults.push(format!("{place}: {value} is no {types:?}"));
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                faults.push(format!("{place}.{name} is missing"));
            }
        }
        for (name, inner) in fields {
            match schema["properties"].get(name) {
                Some(told) => check(root, told, inner, &format!("{place}.{name}"), faults),
                None if schema["additionalProperties"] == Value::Bool(false) => {
                    faults.push(format!("{place}.{name} is not told of"));
                }
                None => check(root, &schema["additionalProperties"], inner, place, faults),
            }
        }
    }
    for (n, inner) in value.as_array().into_iter().flatten().enumerate() {
        check(root, &schema["items"], inner, &format!("{place}[{n}]"), faults);
    }
}
