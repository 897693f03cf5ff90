//! What a script requires, and what decides how it is compiled.

use oxc::{
    ast::ast::{
        Argument, ArrowFunctionExpression, AwaitExpression, CallExpression, ExportAllDeclaration,
        ExportFromDeclaration, Expression, ForOfStatement, Function, ImportDeclaration, ImportExpression, Program,
        Statement, TryStatement,
    },
    ast_visit::{Visit, walk},
    semantic::Scoping,
    syntax::scope::ScopeFlags,
};

use crate::problem::Place;

/// Another module that a script names by a constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// The text as it stands there.
    pub(crate) id: String,
    pub(crate) place: Place,
    /// In a `try`: the script can do without it.
    pub(crate) optional: bool,
}

/// What [`of`] finds.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) requests: Vec<Request>,
    pub(crate) dynamic: bool,
    /// Whether it has `import` or `export`, also as an expression.
    pub(crate) has_module_syntax: bool,
    pub(crate) top_level_await: Option<Place>,
}

/// Reads a program. `require` is the module system's only where the script does not declare the name itself, as bundles do.
pub(crate) fn of(program: &Program<'_>, scoping: &Scoping, text: &str) -> Found {
    let mut visitor = Visitor { scoping, text, functions: 0, tries: 0, found: Found::default() };
    visitor.found.has_module_syntax = program.body.iter().any(|statement| {
        matches!(
            statement,
            Statement::ImportDeclaration(_)
                | Statement::ExportAllDeclaration(_)
                | Statement::ExportDeclaration(_)
                | Statement::ExportNamedDeclaration(_)
                | Statement::ExportFromDeclaration(_)
                | Statement::ExportDefaultDeclaration(_)
        )
    });
    visitor.visit_program(program);
    visitor.found
}

struct Visitor<'s> {
    scoping: &'s Scoping,
    text: &'s str,
    functions: usize,
    tries: usize,
    found: Found,
}

impl Visitor<'_> {
    fn request(&mut self, id: &str, offset: u32) {
        let place = self.place(offset);
        self.found.requests.push(Request { id: id.to_owned(), place, optional: self.tries > 0 });
    }

    fn place(&self, offset: u32) -> Place {
        Place::of_offset(self.text, usize::try_from(offset).unwrap_or_default())
    }

    /// `require(…)` and `require.async(…)`.
    fn is_require(&self, callee: &Expression<'_>) -> bool {
        let name = match callee {
            Expression::Identifier(name) => name,
            Expression::StaticMemberExpression(member) if member.property.name == "async" => match &member.object {
                Expression::Identifier(name) => name,
                _ => return false,
            },
            _ => return false,
        };
        let symbol = name.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
        name.name == "require" && symbol.is_none()
    }
}

impl<'a> Visit<'a> for Visitor<'_> {
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if self.is_require(&call.callee) {
            match call.arguments.first() {
                Some(Argument::StringLiteral(id)) => self.request(&id.value, id.span.start),
                Some(Argument::TemplateLiteral(template)) if template.expressions.is_empty() => {
                    let text = template.single_quasi();
                    if let Some(id) = text {
                        self.request(&id, template.span.start);
                    }
                }
                Some(_) => self.found.dynamic = true,
                None => {}
            }
        }
        walk::walk_call_expression(self, call);
    }

    fn visit_import_declaration(&mut self, import: &ImportDeclaration<'a>) {
        self.request(&import.source.value, import.source.span.start);
    }

    fn visit_export_from_declaration(&mut self, export: &ExportFromDeclaration<'a>) {
        self.request(&export.source.value, export.source.span.start);
    }

    fn visit_export_all_declaration(&mut self, export: &ExportAllDeclaration<'a>) {
        self.request(&export.source.value, export.source.span.start);
    }

    fn visit_import_expression(&mut self, import: &ImportExpression<'a>) {
        self.found.has_module_syntax = true;
        match &import.source {
            Expression::StringLiteral(id) => self.request(&id.value, id.span.start),
            _ => self.found.dynamic = true,
        }
        walk::walk_import_expression(self, import);
    }

    fn visit_try_statement(&mut self, statement: &TryStatement<'a>) {
        self.tries += 1;
        walk::walk_try_statement(self, statement);
        self.tries -= 1;
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.functions += 1;
        walk::walk_function(self, function, flags);
        self.functions -= 1;
    }

    fn visit_arrow_function_expression(&mut self, function: &ArrowFunctionExpression<'a>) {
        self.functions += 1;
        walk::walk_arrow_function_expression(self, function);
        self.functions -= 1;
    }

    fn visit_await_expression(&mut self, expression: &AwaitExpression<'a>) {
        if self.functions == 0 && self.found.top_level_await.is_none() {
            self.found.top_level_await = Some(self.place(expression.span.start));
        }
        walk::walk_await_expression(self, expression);
    }

    fn visit_for_of_statement(&mut self, statement: &ForOfStatement<'a>) {
        if statement.r#await && self.functions == 0 && self.found.top_level_await.is_none() {
            self.found.top_level_await = Some(self.place(statement.span.start));
        }
        walk::walk_for_of_statement(self, statement);
    }
}
