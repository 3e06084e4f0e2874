// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/dot.h"

#include <QString>

#include <algorithm>
#include <map>

#include "orm/codegen/schema_references.h"

namespace joinery {

namespace {

/// Text of an HTML-like label. What XML can't hold is a replacement character.
std::string dotHtml(const std::string& text) {
  QString made;
  for (const QChar letter : QString::fromStdString(text)) {
    const bool isControl = letter.unicode() < 0x20 || letter.unicode() == 0x7F || letter.unicode() >= 0xFFFE;
    if (letter == QLatin1Char('&')) made += QLatin1String("&amp;");
    else if (letter == QLatin1Char('<')) made += QLatin1String("&lt;");
    else if (letter == QLatin1Char('>')) made += QLatin1String("&gt;");
    else if (letter == QLatin1Char('"')) made += QLatin1String("&quot;");
    else if (letter == QLatin1Char('\n')) made += QLatin1String("<BR/>");
    else made += isControl ? QChar(QChar::ReplacementCharacter) : letter;
  }
  return made.toStdString();
}

/// A quoted string: a backslash begins an escape there.
std::string dotString(const std::string& text) {
  QString made = QString::fromStdString(text);
  made.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\"")).replace(QLatin1Char('\n'), QLatin1String("\\n"));
  return '"' + made.toStdString() + '"';
}

std::string keyMarks(const schema::Table& table, const std::string& column) {
  std::string marks;
  const auto add = [&](const char* mark, bool isMeant) {
    if (isMeant) marks += (marks.empty() ? "" : " ") + std::string(mark);
  };
  add("PK", table.isPrimaryKeyColumn(column));
  add("FK", isReferring(table, column));
  add("U", isUniqueByItself(table, column));
  return marks;
}

std::string dotCell(const std::string& attributes, const std::string& html) { return "<TD" + attributes + ">" + (html.empty() ? " " : html) + "</TD>"; }

std::string columnRow(const schema::Table& table, const schema::Column& column, std::size_t place) {
  const std::string name = column.nullable ? dotHtml(column.name) : "<B>" + dotHtml(column.name) + "</B>";
  return "    <TR>" + dotCell(" ALIGN=\"LEFT\" PORT=\"l" + std::to_string(place) + "\"", keyMarks(table, column.name)) + dotCell(" ALIGN=\"LEFT\"", name) +
         dotCell(" ALIGN=\"LEFT\" PORT=\"r" + std::to_string(place) + "\"", dotHtml(column.type.declared)) + "</TR>\n";
}

/// Writes one graph: tables are t0, t1 …; a column's left cell is l0, l1 …, its right one r0, r1 …
class DotGraph {
 public:
  explicit DotGraph(const schema::MetaData& metadata) : m_metadata(metadata) {}

  std::string text() {
    m_text = "digraph schema {\n  graph [rankdir=LR, splines=true];\n  node [shape=plain, fontname=\"Helvetica\", fontsize=10];\n  edge [dir=both, fontname=\"Helvetica\", fontsize=9];\n";
    for (const auto& table : describedTables(m_metadata)) addTable(*table);
    for (const SchemaReference& each : schemaReferences(m_metadata)) addReference(each);
    return m_text + "}\n";
  }

 private:
  void addTable(const schema::Table& table) {
    const std::string node = "t" + std::to_string(m_nodes.size());
    m_nodes.emplace(&table, node);
    const std::string name = dotHtml(shortName(m_metadata, table.name).toString());
    const std::string title = table.isView() ? "<I>" + name + "</I>" : "<B>" + name + "</B>";
    m_text += "  " + node + " [tooltip=" + dotString(table.comment.empty() ? schema::tableKindName(table.kind) : table.comment) + ", label=<\n    <TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"3\">\n" +
              "    <TR>" + dotCell(" COLSPAN=\"3\" BGCOLOR=\"#e8e8e8\"", title) + "</TR>\n";
    for (std::size_t i = 0; i < table.columns.size(); ++i) m_text += columnRow(table, table.columns[i], i);
    m_text += "    </TABLE>>];\n";
  }

  /// @param side 'l' or 'r'
  std::string portOf(const schema::Table& table, const std::string& column, char side) const {
    const auto found = std::ranges::find(table.columns, column, &schema::Column::name);
    return m_nodes.at(&table) + ":" + side + std::to_string(found - table.columns.begin()) + (side == 'l' ? ":w" : ":e");
  }

  void addReference(const SchemaReference& each) {
    const auto plain = [](const std::string& name) { return name; };
    const std::string what = joinedNames(each.columns, plain) + " \u2192 " + joinedNames(each.referredColumns, plain);
    m_text += "  " + portOf(*each.from, each.columns.front(), 'r') + " -> " + portOf(*each.to, each.referredColumns.front(), 'l') + " [arrowtail=" + (each.isUnique ? "teeodot" : "crowodot") +
              ", arrowhead=" + (each.isOptional ? "teeodot" : "teetee") + (each.isIdentifying ? "" : ", style=dashed") + ", tooltip=" + dotString(what) +
              (each.columns.size() > 1 ? ", label=" + dotString(joinedNames(each.columns, plain)) : "") + "];\n";
  }

  const schema::MetaData& m_metadata;
  std::map<const schema::Table*, std::string> m_nodes;
  std::string m_text;
};

}  // namespace

std::string dotGraph(const schema::MetaData& metadata) { return DotGraph(metadata).text(); }

}  // namespace joinery
