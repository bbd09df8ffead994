//! The example of embedding runs, and gives the scores of the files that it carries.

#[path = "../../examples/embed.rs"]
#[expect(dead_code, reason = "its `main` is for `cargo run --example embed`")]
mod example;

#[test]
fn the_example_of_embedding_scores_its_survey() {
    let written = String::from_utf8(example::scores().unwrap()).unwrap();
    assert!(written.contains("Autumn 2026"), "{written}");
    assert!(written.contains("\"schema\": \"cte/score/2\""), "{written}");
}
