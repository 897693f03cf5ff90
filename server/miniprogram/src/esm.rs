//! An ES module as the body of a synchronous function; [`script`](crate::script) says what it expects.

use oxc::{
    allocator::{Allocator, TakeIn},
    ast::ast::{Expression, Program, Statement},
    codegen::{Codegen, CodegenOptions},
    semantic::Scoping,
    transformer_plugins::ModuleRunnerTransform,
};
use oxc_sourcemap::SourceMap;

/// Where the names that the transform leaves free come from.
const HELPERS: &str = "const{imported:__vite_ssr_import__,exportAll:__vite_ssr_exportAll__,dynamicImport:__vite_ssr_dynamic_import__,\
                       meta:__vite_ssr_import_meta__}=__esm,__vite_ssr_exports__=exports;";
/// How an importer, ours or Babel's, knows that `default` is one name among others.
const MARK: &str = r#"Object.defineProperty(exports,"__esModule",{value:true});"#;

/// Transforms a program without types. A program that neither imports nor exports comes back as it is, printed anew.
pub(crate) fn transform<'a>(
    allocator: &'a Allocator,
    mut program: Program<'a>,
    scoping: Scoping,
    file: &str,
    text: &'a str,
) -> String {
    let is_module = program.body.iter().any(|statement| statement.is_module_declaration());
    let exports = program.body.iter().any(exports);
    ModuleRunnerTransform::new().transform(allocator, &mut program, scoping);
    for statement in &mut program.body {
        remove_await(allocator, statement);
    }
    let options = CodegenOptions { source_map_path: Some(file.into()), ..CodegenOptions::default() };
    let printed = Codegen::new().with_options(options).with_source_text(text).build(&program);
    let strict = if is_module || program.source_type.is_typescript() { r#""use strict";"# } else { "" };
    let mark = if exports { MARK } else { "" };
    let map = printed.map.map(|map| address(&map, file, text)).unwrap_or_default();
    format!("{strict}{mark}{HELPERS}\n{}\n{map}", printed.code)
}

/// The comment with the source map: one line further, for that of the helpers.
fn address(map: &SourceMap<'_>, file: &str, text: &str) -> String {
    let mut map = map.to_json();
    map.mappings.insert(0, ';');
    map.sources = vec![format!("/{file}")];
    map.sources_content = Some(vec![Some(text.to_owned())]);
    SourceMap::from_json(map).map(|map| format!("//# sourceMappingURL={}", map.to_data_url())).unwrap_or_default()
}

fn exports(statement: &Statement<'_>) -> bool {
    statement.is_module_declaration() && !matches!(statement, Statement::ImportDeclaration(_))
}

/// `const … = await __vite_ssr_import__(…)` without the await: all scripts are in the frame before one runs.
fn remove_await<'a>(allocator: &'a Allocator, statement: &mut Statement<'a>) {
    let Statement::VariableDeclaration(declaration) = statement else { return };
    for declarator in &mut declaration.declarations {
        let Some(init) = &mut declarator.init else { continue };
        let Expression::AwaitExpression(awaited) = init else { continue };
        let Expression::CallExpression(call) = &awaited.argument else { continue };
        if call.callee.is_specific_id("__vite_ssr_import__") {
            let call = awaited.argument.take_in(&allocator);
            *init = call;
        }
    }
}
