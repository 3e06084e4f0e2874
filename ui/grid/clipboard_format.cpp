// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/clipboard_format.h"

#include <QMimeData>

#include "orm/core/json.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QString toHtml(const CellBlock& block, bool withHeaders) {
  QString html = QStringLiteral("<table>");
  if (withHeaders) {
    html += QStringLiteral("<tr>");
    for (const QString& header : block.headers) html += QStringLiteral("<th>%1</th>").arg(header.toHtmlEscaped());
    html += QStringLiteral("</tr>");
  }
  for (const auto& row : block.rows) {
    html += QStringLiteral("<tr>");
    for (std::size_t i = 0; i < row.size(); ++i) html += QStringLiteral("<td>%1</td>").arg(plainCell(row[i], block.types[i]).toHtmlEscaped());
    html += QStringLiteral("</tr>");
  }
  return html + QStringLiteral("</table>");
}

}  // namespace

QString plainCell(ValueView value, const ValueType& type) { return toQString(displayText(value, type)); }

QString tsvCell(const QString& text) {
  if (!text.contains(QLatin1Char('\t')) && !text.contains(QLatin1Char('\n')) && !text.contains(QLatin1Char('\r')) && !text.contains(QLatin1Char('"'))) return text;
  return QLatin1Char('"') + QString(text).replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

QString toTsv(const CellBlock& block, bool withHeaders) {
  QStringList lines;
  if (withHeaders) {
    QStringList headers;
    for (const QString& header : block.headers) headers << tsvCell(header);
    lines << headers.join(QLatin1Char('\t'));
  }
  for (const auto& row : block.rows) {
    QStringList cells;
    for (std::size_t i = 0; i < row.size(); ++i) cells << tsvCell(plainCell(row[i], block.types[i]));
    lines << cells.join(QLatin1Char('\t'));
  }
  return lines.join(QLatin1Char('\n'));
}

QMimeData* clipboardData(const CellBlock& block, bool withHeaders) {
  auto* data = new QMimeData;
  data->setText(toTsv(block, withHeaders));
  data->setHtml(toHtml(block, withHeaders));
  return data;
}

QString toJsonText(const CellBlock& block) {
  Json json = Json::array();
  for (const auto& row : block.rows) {
    Json object = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) object[toStdString(block.headers[static_cast<qsizetype>(i)])] = jsonFromValue(row[i], block.types[i]);
    json.push_back(std::move(object));
  }
  return toQString(json.dump(2, ' ', false, Json::error_handler_t::replace));
}

QString toMarkdown(const CellBlock& block) {
  const auto line = [](QStringList cells) {
    for (QString& cell : cells) cell.replace(QLatin1Char('|'), QStringLiteral("\\|")).replace(QLatin1Char('\n'), QLatin1Char(' '));
    return QStringLiteral("| %1 |").arg(cells.join(QStringLiteral(" | ")));
  };
  QStringList lines{line(block.headers)};
  QStringList rule;
  for (qsizetype i = 0; i < block.headers.size(); ++i) rule << QStringLiteral("---");
  lines << line(rule);
  for (const auto& row : block.rows) {
    QStringList cells;
    for (std::size_t i = 0; i < row.size(); ++i) cells << (row[i].isNull() ? QStringLiteral("NULL") : plainCell(row[i], block.types[i]));
    lines << line(cells);
  }
  return lines.join(QLatin1Char('\n'));
}

std::vector<QStringList> fromTsv(const QString& text) {
  std::vector<QStringList> rows(1);
  QString cell;
  bool quoted = false;
  bool started = false;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar c = text[i];
    if (quoted) {
      if (c != QLatin1Char('"')) cell += c;
      else if (i + 1 < text.size() && text[i + 1] == QLatin1Char('"')) cell += text[++i];
      else quoted = false;
    } else if (c == QLatin1Char('"') && cell.isEmpty() && !started) {
      quoted = started = true;
    } else if (c == QLatin1Char('\t') || c == QLatin1Char('\n')) {
      rows.back() << std::exchange(cell, QString());
      started = false;
      if (c == QLatin1Char('\n')) rows.emplace_back();
    } else if (c != QLatin1Char('\r')) {
      cell += c;
    }
  }
  if (!cell.isEmpty() || started || !rows.back().isEmpty()) rows.back() << cell;
  if (rows.back().isEmpty()) rows.pop_back();
  return rows;
}

}  // namespace joinery::ui
