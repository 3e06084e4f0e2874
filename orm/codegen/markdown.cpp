// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/markdown.h"

#include <algorithm>
#include <map>

#include "orm/codegen/markdown_text.h"
#include "orm/codegen/schema_references.h"

namespace joinery {

namespace {

const char* actionWords(schema::ReferentialAction action) {
  switch (action) {
    case schema::ReferentialAction::Restrict: return "RESTRICT";
    case schema::ReferentialAction::Cascade: return "CASCADE";
    case schema::ReferentialAction::SetNull: return "SET NULL";
    case schema::ReferentialAction::SetDefault: return "SET DEFAULT";
    default: return "NO ACTION";
  }
}

/// "3 tables", "1 view"; nothing for none.
void count(std::string& text, std::size_t number, const char* word) {
  if (number > 0) text += (text.empty() ? "" : ", ") + std::to_string(number) + " " + word + (number > 1 ? "s" : "");
}

std::string keyMarksOf(const schema::Table& table, const std::string& column) {
  std::string marks;
  const auto add = [&](const char* mark, bool isMeant) {
    if (isMeant) marks += (marks.empty() ? "" : ", ") + std::string(mark);
  };
  add("PK", table.isPrimaryKeyColumn(column));
  add("FK", isReferring(table, column));
  add("UK", isUniqueByItself(table, column));
  return marks;
}

/// What makes the column's values where an INSERT gives none.
std::string defaultText(const schema::Column& column) {
  using schema::Generation;
  switch (column.generation) {
    case Generation::StoredExpression: return "stored: " + markdownCode(column.generationExpression);
    case Generation::VirtualExpression: return "computed: " + markdownCode(column.generationExpression);
    case Generation::IdentityAlways: return "identity, always";
    case Generation::IdentityByDefault: return "identity";
    case Generation::RowId: return "row number";
    default: return markdownCode(column.defaultExpression.value_or(std::string()));
  }
}

std::string columnRows(const schema::Table& table) {
  std::string text = "| Column | Type | Null | Default | Key | Description |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const schema::Column& column : table.columns) {
    for (const std::string& cell : {markdownCode(column.name), markdownCode(column.type.declared), std::string(column.nullable ? "yes" : "no"), defaultText(column), keyMarksOf(table, column.name), markdownPlain(column.comment)})
      text += "| " + markdownCell(cell) + (cell.empty() ? "" : " ");
    text += "|\n";
  }
  return text;
}

std::string indexLine(const schema::Index& index) {
  std::string parts;
  for (const auto& part : index.parts) parts += (parts.empty() ? "" : ", ") + markdownCode(part.column.empty() ? part.expression : part.column) + (part.descending ? " descending" : "");
  std::string text = "- " + markdownCode(index.name) + ": " + (index.unique ? "unique, " : "") + parts;
  if (!index.method.empty() && index.method != "btree") text += ", " + markdownPlain(index.method);
  if (!index.predicate.empty()) text += ", where " + markdownCode(index.predicate);
  return text + (index.comment.empty() ? "" : ": " + markdownPlain(index.comment)) + "\n";
}

/// Writes one document.
class MarkdownDocument {
 public:
  explicit MarkdownDocument(const schema::MetaData& metadata) : m_metadata(metadata), m_references(schemaReferences(metadata)) {
    for (const auto& table : describedTables(metadata)) m_anchors.emplace(table.get(), (table->isView() ? "view-" : "table-") + std::to_string(m_anchors.size() + 1));
  }

  std::string text() {
    m_text = "# Schema\n";
    addContents();
    addTables();
    addViews();
    addTypes();
    return m_text;
  }

 private:
  std::string titleOf(const QualifiedName& name) const { return markdownPlain(shortName(m_metadata, name).toString()); }
  std::string linkTo(const schema::Table& table) const { return "[" + titleOf(table.name) + "](#" + m_anchors.at(&table) + ")"; }

  void addContents() {
    std::size_t tables = 0, views = 0;
    for (const auto& table : describedTables(m_metadata)) ++(table->isView() ? views : tables);
    std::string counts;
    count(counts, tables, "table");
    count(counts, views, "view");
    count(counts, m_metadata.enums.size() + m_metadata.domains.size(), "type");
    m_text += "\n" + (counts.empty() ? "There is nothing in it." : counts + ".") + "\n";
    if (tables + views > 0) m_text += "\n";
    for (const auto& table : describedTables(m_metadata)) m_text += "- " + linkTo(*table) + (table->isView() ? " (view)" : "") + "\n";
  }

  void addTitle(const schema::Table& table) {
    m_text += "\n### <a id=\"" + m_anchors.at(&table) + "\"></a>" + titleOf(table.name) + "\n";
    if (table.kind != schema::TableKind::Table && table.kind != schema::TableKind::View) m_text += "\nA " + std::string(schema::tableKindName(table.kind)) + ".\n";
    if (!table.comment.empty()) m_text += "\n" + markdownParagraph(table.comment) + "\n";
    if (!table.columns.empty()) m_text += "\n" + columnRows(table);
  }

  void addList(const char* title, const std::string& lines) {
    if (!lines.empty()) m_text += "\n**" + std::string(title) + "**\n\n" + lines;
  }

  static std::string keyLine(const char* kind, const schema::UniqueKey& key) {
    return "- " + std::string(kind) + ": " + joinedNames(key.columns, markdownCode) + (key.name.empty() ? "" : " (" + markdownCode(key.name) + ")") + "\n";
  }

  std::string referenceLines(const schema::Table& table) const {
    std::string lines;
    for (const SchemaReference& each : m_references) {
      if (each.from.get() != &table) continue;
      lines += "- " + joinedNames(each.columns, markdownCode) + " refers to " + linkTo(*each.to) + " (" + joinedNames(each.referredColumns, markdownCode) + ")";
      if (each.key->onDelete != schema::ReferentialAction::NoAction) lines += std::string(", on delete ") + actionWords(each.key->onDelete);
      if (each.key->onUpdate != schema::ReferentialAction::NoAction) lines += std::string(", on update ") + actionWords(each.key->onUpdate);
      lines += "\n";
    }
    return lines;
  }

  std::string backReferenceLines(const schema::Table& table) const {
    std::string lines;
    for (const SchemaReference& each : m_references)
      if (each.to.get() == &table) lines += "- " + linkTo(*each.from) + " by " + joinedNames(each.columns, markdownCode) + (each.isUnique ? ", one at most" : "") + "\n";
    return lines;
  }

  void addTable(const schema::Table& table) {
    addTitle(table);
    std::string keys, indexes, checks, triggers;
    if (table.primaryKey) keys += keyLine("Primary key", *table.primaryKey);
    for (const auto& key : table.uniqueKeys) keys += keyLine("Unique", key);
    for (const auto& each : table.exclusions) keys += "- Exclusion: " + markdownCode(each.definition) + "\n";
    for (const auto& index : table.indexes) indexes += indexLine(index);
    for (const auto& check : table.checks) checks += "- " + markdownCode(check.expression) + (check.name.empty() ? "" : " (" + markdownCode(check.name) + ")") + "\n";
    for (const auto& trigger : table.triggers) triggers += "- " + markdownCode(trigger.name) + (trigger.comment.empty() ? "" : ": " + markdownPlain(trigger.comment)) + "\n";
    addList("Keys", keys);
    addList("References", referenceLines(table));
    addList("Referred to by", backReferenceLines(table));
    addList("Indexes", indexes);
    addList("Checks", checks);
    addList("Triggers", triggers);
  }

  void addTables() {
    const auto tables = describedTables(m_metadata);
    if (std::ranges::all_of(tables, [](const auto& table) { return table->isView(); })) return;
    m_text += "\n## Tables\n";
    for (const auto& table : tables)
      if (!table->isView()) addTable(*table);
  }

  void addViews() {
    const auto tables = describedTables(m_metadata);
    if (std::ranges::none_of(tables, [](const auto& table) { return table->isView(); })) return;
    m_text += "\n## Views\n";
    for (const auto& view : tables) {
      if (!view->isView()) continue;
      addTitle(*view);
      if (!view->definition.empty()) m_text += "\n" + markdownBlock("sql", view->definition);
    }
  }

  void addTypes() {
    if (m_metadata.enums.empty() && m_metadata.domains.empty()) return;
    m_text += "\n## Types\n\n";
    for (const auto& each : m_metadata.enums) m_text += "- " + titleOf(each.name) + ": one of " + joinedNames(each.labels, markdownCode) + (each.comment.empty() ? "" : ": " + markdownPlain(each.comment)) + "\n";
    for (const auto& each : m_metadata.domains) {
      m_text += "- " + titleOf(each.name) + ": " + markdownCode(each.type.declared) + (each.nullable ? "" : ", not null");
      for (const auto& check : each.checks) m_text += ", " + markdownCode(check.expression);
      m_text += (each.comment.empty() ? "" : ": " + markdownPlain(each.comment)) + "\n";
    }
  }

  const schema::MetaData& m_metadata;
  const std::vector<SchemaReference> m_references;
  std::map<const schema::Table*, std::string> m_anchors;
  std::string m_text;
};

}  // namespace

std::string markdownDocument(const schema::MetaData& metadata) { return MarkdownDocument(metadata).text(); }

}  // namespace joinery
