// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/dialect.h"

#include <algorithm>
#include <charconv>

#include "orm/core/db_error.h"
#include "orm/dialect/sql_compiler.h"
#include "orm/dialect/sql_text.h"

namespace joinery {
namespace {

// @return how long the placeholder (?1, $1) at the front is, 0 for none; its number in `number`, from 1
std::size_t placeholderLength(std::string_view code, std::size_t binds, std::size_t& number) {
  if (code.size() < 2 || (code.front() != '?' && code.front() != '$')) return 0;
  const auto [end, error] = std::from_chars(code.data() + 1, code.data() + code.size(), number);
  const bool valid = error == std::errc() && number >= 1 && number <= binds;
  return valid ? static_cast<std::size_t>(end - code.data()) : 0;
}

// A minus before a minus would begin a comment, and a cast binds tighter than a minus.
bool needsParentheses(std::string_view literal, std::string_view before, std::string_view after) {
  return literal.starts_with('-') && (before.ends_with('-') || after.starts_with("::"));
}

}  // namespace

std::shared_ptr<const Dialect> Dialect::withOptions(ExecutionOptions options) const {
  const IsolationLevel level = options.isolationLevel;
  if (level == IsolationLevel::Engine || std::ranges::find(isolationLevels(), level) != isolationLevels().end()) return make(std::move(options));
  DbError error(ErrorKind::NotSupported, name() + " has no isolation level " + isolationLevelName(level));
  for (const IsolationLevel each : isolationLevels()) error.hint += (error.hint.empty() ? "It has " : ", ") + std::string(isolationLevelName(each));
  error.hint += ".";
  throw error;
}

CompiledStatement Dialect::compile(const sql::Select& statement) const { return makeCompiler()->compile(statement); }

CompiledStatement Dialect::compile(const sql::Insert& statement) const { return makeCompiler()->compile(statement); }

CompiledStatement Dialect::compile(const sql::Update& statement) const { return makeCompiler()->compile(statement); }

CompiledStatement Dialect::compile(const sql::Delete& statement) const { return makeCompiler()->compile(statement); }

CompiledStatement Dialect::compile(const sql::Expression& expression) const {
  return makeCompiler()->compile(expression);
}

CompiledStatement Dialect::bound(CompiledStatement statement, const std::map<std::string, Value>& values) const {
  for (const auto& [name, value] : values)
    if (!statement.parameters.contains(name)) throw DbError(ErrorKind::Argument, "the statement has no parameter " + name);
  for (const auto& [name, position] : statement.parameters) {
    const auto found = values.find(name);
    if (found == values.end()) throw DbError(ErrorKind::Argument, "the statement's parameter " + name + " has no value");
    statement.binds[position] = compile(sql::bind(found->second)).binds.front();  // as the engine's driver takes it
  }
  statement.parameters.clear();
  return statement;
}

std::string Dialect::withLiterals(const CompiledStatement& statement) const {
  const auto replace = [&](std::string_view rest, std::string& written) -> std::size_t {
    std::size_t number = 0;
    const std::size_t length = placeholderLength(rest, statement.binds.size(), number);
    const bool withinName = !written.empty() && isWordCharacter(written.back());
    if (length == 0 || withinName) return 0;
    const auto isThis = [number](const auto& parameter) { return parameter.second == number - 1; };
    const auto parameter = std::ranges::find_if(statement.parameters, isThis);
    const std::string shown =
        parameter != statement.parameters.end() ? ":" + parameter->first : literal(statement.binds[number - 1], {});
    written += needsParentheses(shown, written, rest.substr(length)) ? "(" + shown + ")" : shown;
    return length;
  };
  return rewriteCode(statement.sql, replace);
}

}  // namespace joinery
