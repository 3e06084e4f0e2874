// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statement_log_view.h"

#include <QFontDatabase>

#include "orm/core/json.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kMostLines = 4'000;
constexpr qsizetype kLongestBind = 80;

QString bindsText(const LoggedStatement& statement) {
  if (statement.binds.empty() || statement.binds[0].empty()) return {};
  if (statement.binds.size() > 1) return StatementLogView::tr(" -- %1 sets of values").arg(statement.binds.size());
  QStringList texts;
  for (const auto& bind : statement.binds[0]) {
    QString text = bind.isNull() ? QStringLiteral("NULL") : toQString(displayText(bind, ValueType{}));
    if (text.size() > kLongestBind) text = text.left(kLongestBind) + QStringLiteral("…");
    texts << text.replace(QLatin1Char('\n'), QStringLiteral("⏎"));
  }
  return QStringLiteral(" -- ") + texts.join(QStringLiteral(", "));
}

QString lineFor(const LoggedStatement& statement) {
  const double milliseconds = static_cast<double>(statement.duration.count()) / 1000.0;
  QString line = QStringLiteral("%1 ms  [%2] %3").arg(milliseconds, 8, 'f', 2).arg(toQString(statement.connection), toQString(statement.sql));
  line += bindsText(statement);
  if (statement.affectedRows && *statement.affectedRows >= 0) line += StatementLogView::tr(" -- %n row(s)", nullptr, static_cast<int>(*statement.affectedRows));
  if (!statement.error.empty()) line += QStringLiteral(" -- ") + StatementLogView::tr("failed: %1").arg(toQString(statement.error));
  return line;
}

}  // namespace

StatementLogView::StatementLogView(QWidget* parent) : QPlainTextEdit(parent) {
  setObjectName(QStringLiteral("statementLog"));
  setAccessibleName(tr("Statement log"));
  setReadOnly(true);
  setMaximumBlockCount(kMostLines);
  setLineWrapMode(NoWrap);
  setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  setPlaceholderText(tr("Every statement that is sent appears here, with its time."));
  m_timer.setInterval(250);
  connect(&m_timer, &QTimer::timeout, this, &StatementLogView::appendNew);
}

void StatementLogView::setEngine(std::shared_ptr<Engine> engine) {
  m_engine = std::move(engine);
  m_last = 0;
  clear();
  if (isVisible()) appendNew();
}

void StatementLogView::appendNew() {
  if (!m_engine) return;
  for (const auto& statement : m_engine->log().statements(m_last)) {
    m_last = statement.number;
    appendPlainText(lineFor(statement));
  }
}

void StatementLogView::showEvent(QShowEvent* event) {
  appendNew();
  m_timer.start();
  QPlainTextEdit::showEvent(event);
}

void StatementLogView::hideEvent(QHideEvent* event) {
  m_timer.stop();
  QPlainTextEdit::hideEvent(event);
}

}  // namespace joinery::ui

#include "moc_statement_log_view.cpp"
