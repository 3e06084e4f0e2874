// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_builder.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QPlainTextEdit* makeText(QWidget* parent, const QString& accessibleName) {
  auto* text = new QPlainTextEdit(parent);
  text->setAccessibleName(accessibleName);
  text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  text->setTabChangesFocus(true);
  return text;
}

}  // namespace

struct FilterBuilder::Private {
  Database* database;
  std::string model;
  MessageBar* messages = nullptr;
  QPlainTextEdit* json = nullptr;
  QPlainTextEdit* sql = nullptr;
  QPushButton* apply = nullptr;
  Json filter = Json::object();
  bool valid = true;

  QString statement() const {
    const Model& mapped = database->registry()->at(model);
    const auto condition = compileFilter(filter, *database->registry(), mapped, mapped.table->name.name);
    const auto select = selectModel(mapped, mapped.table->name.name).where(condition);
    return toQString(database->dialect().withLiterals(database->dialect().compile(select)));
  }
};

FilterBuilder::FilterBuilder(Database* database, const std::string& model, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>()) {
  d->database = database;
  d->model = model;
  setObjectName(QStringLiteral("filterBuilder"));
  setAccessibleName(tr("Filter builder"));
  d->messages = new MessageBar(this);
  d->json = makeText(this, tr("Filter JSON"));
  d->json->setPlaceholderText(tr("{\"column\": {\"$gte\": 5}, \"relationship\": {\"$some\": {…}}}"));
  d->sql = makeText(this, tr("Filter SQL"));
  d->sql->setReadOnly(true);
  d->apply = new QPushButton(tr("&Apply"), this);
  auto* clear = new QPushButton(tr("C&lear"), this);
  auto* buttons = new QVBoxLayout;
  buttons->addWidget(d->apply);
  buttons->addWidget(clear);
  buttons->addStretch();
  auto* row = new QHBoxLayout;
  row->addWidget(d->json, 1);
  row->addWidget(d->sql, 1);
  row->addLayout(buttons);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addWidget(d->messages);
  layout->addLayout(row, 1);
  setFocusProxy(d->json);
  connect(d->json, &QPlainTextEdit::textChanged, this, &FilterBuilder::check);
  connect(d->apply, &QPushButton::clicked, this, &FilterBuilder::apply);
  connect(clear, &QPushButton::clicked, this, [this] {
    setFilter(Json::object());
    apply();
  });
  connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this), &QShortcut::activated, this, &FilterBuilder::apply);
  setFilter(Json::object());
}

FilterBuilder::~FilterBuilder() = default;

Json FilterBuilder::filter() const { return d->filter; }

void FilterBuilder::setFilter(const Json& filter) {
  if (d->valid && filter == d->filter && !d->json->toPlainText().isEmpty()) return;
  d->json->setPlainText(toQString(filter.dump(2)));
}

bool FilterBuilder::isValid() const { return d->valid; }

void FilterBuilder::check() {
  try {
    const std::string text = toStdString(d->json->toPlainText().trimmed());
    const Json filter = text.empty() ? Json::object() : parseJson(text);
    const Json before = std::exchange(d->filter, filter);
    try {
      d->sql->setPlainText(d->statement());
    } catch (...) {
      d->filter = before;
      throw;
    }
    d->valid = true;
    d->messages->clear();
  } catch (const DbError& error) {
    // The rows stay as they are until the filter is right again.
    d->valid = false;
    d->messages->showError({}, error);
  }
  d->apply->setEnabled(d->valid);
}

void FilterBuilder::apply() {
  if (d->valid) Q_EMIT applied(d->filter);
}

}  // namespace joinery::ui
