// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/issue_text.h"

#include <algorithm>
#include <string_view>

#include "orm/changes/change_expander.h"

namespace joinery {

namespace {

std::string attributeOf(const WriteOperation& operation, const std::string& column) {
  const Attribute* attribute = operation.model == nullptr ? nullptr : operation.model->attributeOfColumn(column);
  return attribute == nullptr ? column : attribute->name;
}

}  // namespace

std::vector<WriteOperation> expandedForLooking(const Registry& registry, const ChangeSet& changes) {
  return ChangeExpander(registry, UnitOfWork::Locking::BeforeImage, ChangeExpander::Images::AsTheyAre).expand(changes);
}

ChangeIssue issueAt(const WriteOperation& operation, const std::string& column, std::string message) {
  return {operation.changes.empty() ? 0 : operation.changes.front(), column.empty() ? std::string() : attributeOf(operation, column), std::move(message)};
}

std::string issueText(const ChangeIssue& issue) {
  if (issue.detail.empty()) return issue.message;
  const bool isSentence = !issue.message.empty() && std::string_view(".!?:").find(issue.message.back()) != std::string_view::npos;
  return issue.message + (isSentence ? " " : ". ") + issue.detail;
}

bool isNameOf(const std::string& text, const std::string& name) {
  const auto isWord = [](char each) { return std::isalnum(static_cast<unsigned char>(each)) || each == '_' || static_cast<unsigned char>(each) > 127; };
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const bool begins = at == 0 || !isWord(text[at - 1]);
    const bool ends = at + name.size() == text.size() || !isWord(text[at + name.size()]);
    if (begins && ends) return true;
  }
  return false;
}

std::vector<std::string> writtenColumnsIn(const WriteOperation& operation, const std::string& text) {
  std::vector<std::string> columns;
  for (const ColumnValue& value : operation.values)
    if (isNameOf(text, value.column)) columns.push_back(value.column);
  return columns;
}

std::vector<std::string> blamedAttributes(const WriteOperation& operation, const std::string& message) {
  std::vector<std::string> columns;
  const auto blame = [&](const std::string& name, const std::vector<std::string>& list) {
    if (!name.empty() && columns.empty() && isNameOf(message, name)) columns = list;
  };
  const schema::Table& table = *operation.table;
  for (const schema::UniqueKey& key : table.uniqueKeys) blame(key.name, key.columns);
  for (const schema::ForeignKey& key : table.foreignKeys) blame(key.name, key.columns);
  for (const schema::CheckConstraint& check : table.checks) {
    blame(check.name, writtenColumnsIn(operation, check.expression));
    blame(check.expression, writtenColumnsIn(operation, check.expression));
  }
  if (table.primaryKey) blame(table.primaryKey->name, table.primaryKey->columns);
  for (const schema::Index& index : table.indexes)
    for (const schema::Index::Part& part : index.parts) blame(index.name, {part.column});
  // SQLite says "table.column", PostgreSQL puts the column in quotes.
  for (const schema::Column& column : table.columns) {
    const bool isNamed = message.find(table.name.name + "." + column.name) != std::string::npos || message.find("\"" + column.name + "\"") != std::string::npos;
    if (isNamed && (columns.empty() || isNameOf(message, table.name.name + "." + column.name)) && std::ranges::find(columns, column.name) == columns.end()) columns.push_back(column.name);
  }
  std::vector<std::string> attributes;
  for (const std::string& column : columns)
    if (!column.empty()) attributes.push_back(attributeOf(operation, column));
  // An UPDATE is about what it writes.
  const auto isUntouched = [&](const std::string& name) { const Attribute* attribute = operation.model ? operation.model->attribute(name) : nullptr; return attribute && operation.value(attribute->column.name) == nullptr; };
  if (operation.verb == Verb::Update) std::erase_if(attributes, isUntouched);
  return attributes;
}

}  // namespace joinery
