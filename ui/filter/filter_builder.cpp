// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_builder.h"

#include <QAction>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "orm/query/filter_document.h"
#include "ui/filter/filter_operator.h"
#include "ui/filter/filter_rows.h"
#include "ui/filter/filter_sentence.h"
#include "ui/filter/match_count.h"
#include "ui/filter/statement_text.h"
#include "ui/filter/value_suggestions.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kShortJson = 44;
constexpr int kSentenceLines = 3;

QPlainTextEdit* makeText(QWidget* parent, const QString& accessibleName) {
  auto* text = new QPlainTextEdit(parent);
  text->setAccessibleName(accessibleName);
  text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  text->setTabChangesFocus(true);
  return text;
}

QString jsonText(const Json& filter) {
  const std::string line = filter.dump(-1, ' ', false, Json::error_handler_t::replace);
  return toQString(line.size() <= kShortJson ? line : filter.dump(2, ' ', false, Json::error_handler_t::replace));
}

bool needsValue(const FilterNode& condition, const Model& model) {
  const Attribute* attribute = model.attribute(condition.name);
  const FilterOperator* op = findOperator(condition.op, condition.operand);
  if (!attribute || !op || op->takesText || op->shape == OperandShape::None) return false;
  const TypeKind kind = attribute->column.type.kind;
  const bool takesEmpty = condition.jsonPath.empty() && (kind == TypeKind::Text || kind == TypeKind::Unknown || kind == TypeKind::Json);
  const Json& operand = condition.operand;
  if (op->shape == OperandShape::List) return operand.is_array() && operand.empty();
  if (op->shape == OperandShape::Range && operand.is_array()) return !takesEmpty && std::ranges::count(operand, Json("")) > 0;
  return operand.is_null() || (!takesEmpty && operand == Json(""));
}

/// A row that a person has begun and not finished. @return what it is about, or empty
std::string unfinished(const FilterNode& node, const Registry& registry, const Model& model) {
  if (node.isOff) return {};
  if (node.kind == FilterNode::Kind::Condition) return needsValue(node, model) ? node.name : std::string();
  if (node.kind == FilterNode::Kind::Relation && node.quantifier == FilterNode::Quantifier::Count && node.operand == Json("")) return node.name;
  const Relationship* relationship = node.kind == FilterNode::Kind::Relation ? model.relationship(node.name) : nullptr;
  const Model& inner = relationship ? registry.target(*relationship) : model;
  for (const FilterNode& child : node.children)
    if (std::string name = unfinished(child, registry, inner); !name.empty()) return name;
  return {};
}

/// A lone group is the root: it says the same and saves a row.
FilterNode withoutLoneGroup(FilterNode root) {
  while (root.children.size() == 1 && root.children.front().kind == FilterNode::Kind::Group && !root.children.front().isOff && root.match == FilterNode::Match::All) {
    FilterNode inner = std::move(root.children.front());
    root = std::move(inner);
  }
  return root;
}

}  // namespace

struct FilterBuilder::Private {
  Database* database;
  std::string modelName;
  std::shared_ptr<const Registry> registry;
  const Model* model = nullptr;
  PlainLabel* sentence = nullptr;
  MatchCount* matches = nullptr;
  QPushButton* apply = nullptr;
  QPushButton* clear = nullptr;
  MessageBar* messages = nullptr;
  FilterRows* rows = nullptr;
  PlainLabel* onlyJson = nullptr;
  QPlainTextEdit* json = nullptr;
  QPlainTextEdit* pruneJson = nullptr;
  QPlainTextEdit* sql = nullptr;
  Json filter = Json::object();
  Json prune = Json::object();
  bool isValid = true;

  std::function<std::string(const Json& filter)> sent;

  QString statement(const Json& document) const {
    if (sent) return brokenAtClauses(toQString(sent(document)));
    const auto condition = compileFilter(document, *registry, *model, model->table->name.name);
    const Dialect& dialect = database->dialect();
    const QString from = QStringLiteral("SELECT *\nFROM %1").arg(toQString(dialect.quote(model->table->name)));
    if (condition.isEmpty()) return from;
    return from + QStringLiteral("\nWHERE ") + toQString(dialect.withLiterals(dialect.compile(condition)));
  }
};

FilterBuilder::FilterBuilder(Database* database, const std::string& model, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>()) {
  d->database = database;
  d->modelName = model;
  setObjectName(QStringLiteral("filterBuilder"));
  setAccessibleName(tr("Filter builder"));
  makeWidgets();
  connect(d->rows, &FilterRows::edited, this, &FilterBuilder::takeRows);
  for (const QPlainTextEdit* text : {d->json, d->pruneJson}) connect(text, &QPlainTextEdit::textChanged, this, &FilterBuilder::takeJson);
  connect(d->apply, &QPushButton::clicked, this, &FilterBuilder::apply);
  connect(d->clear, &QPushButton::clicked, this, [this] {
    setFilter(Json::object());
    apply();
  });
  auto* shortcut = new QAction(this);
  shortcut->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
  shortcut->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  connect(shortcut, &QAction::triggered, this, &FilterBuilder::apply);
  addAction(shortcut);
  connect(database, &Database::opened, this, &FilterBuilder::adoptModels);
  adoptModels();
}

FilterBuilder::~FilterBuilder() = default;

void FilterBuilder::makeWidgets() {
  d->sentence = new PlainLabel(this);
  d->sentence->setWordWrap(true);
  d->sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  d->sentence->setMaximumHeight(kSentenceLines * fontMetrics().lineSpacing() + 2);
  d->sentence->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  d->matches = new MatchCount(d->database, this);
  d->apply = new QPushButton(tr("&Apply"), this);
  setPlainToolTip(d->apply, tr("Show the rows that pass (Ctrl+Return)"));
  d->clear = new QPushButton(tr("C&lear"), this);
  d->messages = new MessageBar(this);
  d->rows = new FilterRows(new ValueSuggestions(d->database, this), this);
  d->onlyJson = new PlainLabel(tr("This filter says more than rows can show. It is edited as JSON."), this);
  d->onlyJson->setWordWrap(true);
  d->onlyJson->hide();
  d->json = makeText(this, tr("Filter JSON"));
  d->json->setPlaceholderText(tr("{\"column\": {\"$gte\": 5}, \"relationship\": {\"$some\": {…}}}"));
  d->pruneJson = makeText(this, tr("Prune JSON"));
  d->pruneJson->setPlaceholderText(tr("{\"relationship\": {…}}"));
  setPlainToolTip(d->pruneJson, tr("Related rows that are shown, by path"));
  d->pruneJson->hide();
  d->sql = makeText(this, tr("Filter SQL"));
  d->sql->setReadOnly(true);

  auto* top = new QHBoxLayout;
  top->addWidget(d->sentence, 1);
  top->addWidget(d->matches, 0, Qt::AlignTop);
  top->addWidget(d->apply, 0, Qt::AlignTop);
  top->addWidget(d->clear, 0, Qt::AlignTop);
  auto* left = new QWidget(this);
  auto* leftLayout = new QVBoxLayout(left);
  leftLayout->setContentsMargins(0, 0, 0, 0);
  leftLayout->addWidget(d->onlyJson);
  leftLayout->addWidget(d->rows, 1);
  auto* right = new QSplitter(Qt::Vertical, this);
  right->addWidget(d->json);
  right->addWidget(d->pruneJson);
  right->addWidget(d->sql);
  auto* parts = new QSplitter(Qt::Horizontal, this);
  parts->addWidget(left);
  parts->addWidget(right);
  parts->setStretchFactor(0, 7);
  parts->setStretchFactor(1, 3);
  parts->setSizes({560, 240});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->setSpacing(4);
  layout->addLayout(top);
  layout->addWidget(d->messages);
  layout->addWidget(parts, 1);
  setFocusProxy(d->rows);
}

void FilterBuilder::adoptModels() {
  auto registry = d->database->registry();
  const Model* model = registry ? registry->find(d->modelName) : nullptr;
  // A table that is gone leaves its tab as it was.
  if (model == nullptr) return;
  const auto old = std::exchange(d->registry, registry);
  d->model = model;
  d->rows->setModel(registry, *model);
  const QString text = d->json->toPlainText();
  if (text.isEmpty()) setFilter(d->filter, d->prune);
  else takeJson();
}

Json FilterBuilder::filter() const { return d->filter; }

bool FilterBuilder::isValid() const { return d->isValid; }

Json FilterBuilder::prune() const { return d->prune; }

void FilterBuilder::setFilter(const Json& filter, const Json& prune) {
  const bool isShown = d->isValid && filter == d->filter && prune == d->prune && !d->json->toPlainText().isEmpty();
  if (!d->model || isShown) return;
  showJson(filter, prune);
  takeJson();
}

void FilterBuilder::showJson(const Json& filter, const Json& prune) {
  const QSignalBlocker quiet(d->json);
  const QSignalBlocker quietToo(d->pruneJson);
  d->json->setPlainText(jsonText(filter));
  d->pruneJson->setPlainText(prune.empty() ? QString() : jsonText(prune));
  d->pruneJson->setVisible(!prune.empty() || d->pruneJson->hasFocus());
}

void FilterBuilder::takeJson() {
  const auto read = [](const QPlainTextEdit* from) {
    const std::string text = toStdString(from->toPlainText().trimmed());
    return text.empty() ? Json::object() : parseJson(text);
  };
  try {
    if (accept(read(d->json), read(d->pruneJson))) showInRows();
  } catch (const DbError& error) {
    d->isValid = false;
    d->apply->setEnabled(false);
    d->matches->clear();
    d->messages->showError({}, error);
  }
}

void FilterBuilder::takeRows() {
  const Json filter = filterDocument(d->rows->root());
  const Json prune = pruneDocument(d->rows->root());
  const std::string name = unfinished(d->rows->root(), *d->registry, *d->model);
  if (name.empty()) accept(filter, prune);
  else waitForValue(toQString(name));
  showJson(filter, prune);
}

void FilterBuilder::waitForValue(const QString& name) {
  d->isValid = false;
  d->apply->setEnabled(false);
  d->matches->clear();
  d->messages->clear();
  d->sentence->setText(tr("%1 needs a value.").arg(name));
}

bool FilterBuilder::accept(const Json& filter, const Json& prune) {
  try {
    requirePrune(prune, *d->registry, *d->model);
    const QString statement = d->statement(filter);
    d->filter = filter;
    d->prune = prune;
    d->isValid = true;
    showStatement(statement);
    // All rows are counted by who shows them.
    if (filter.empty()) d->matches->clear();
    else d->matches->setFilter(d->modelName, filter);
    d->messages->clear();
    showAsText();
  } catch (const DbError& error) {
    // What was right last stays: its rows, its SQL.
    d->isValid = false;
    d->matches->clear();
    d->messages->showError({}, error);
  }
  d->apply->setEnabled(d->isValid);
  return d->isValid;
}

void FilterBuilder::setStatement(std::function<std::string(const Json& filter)> statement) { d->sent = std::move(statement); }

void FilterBuilder::updateStatement() {
  try {
    if (d->model) showStatement(d->statement(d->filter));
  } catch (const DbError&) {
    // It was right, and is of a table that has changed: the rows say what is wrong when they are read.
  }
}

/// What is looked for in it is the condition, which may stand behind many columns.
void FilterBuilder::showStatement(const QString& statement) {
  if (statement == d->sql->toPlainText()) return;
  d->sql->setPlainText(statement);
  const auto where = statement.indexOf(QStringLiteral("\nWHERE "));
  if (where < 0) return;
  d->sql->moveCursor(QTextCursor::End);
  QTextCursor cursor = d->sql->textCursor();
  cursor.setPosition(static_cast<int>(where) + 1);
  d->sql->setTextCursor(cursor);
}

/// Rows that say both documents; none where they can't.
std::optional<FilterNode> FilterBuilder::parsed() const {
  auto root = parseFilter(d->filter, *d->registry, *d->model);
  return root && addPrune(*root, d->prune, *d->registry, *d->model) ? root : std::nullopt;
}

void FilterBuilder::showInRows() {
  const auto root = parsed();
  d->onlyJson->setVisible(!root);
  d->rows->setEnabled(root.has_value());
  // Rows that say the same in another order, or are not finished, stay.
  if (root && filterDocument(d->rows->root()) == d->filter && pruneDocument(d->rows->root()) == d->prune) return;
  d->rows->setRoot(root ? withoutLoneGroup(*root) : FilterNode());
}

void FilterBuilder::showAsText() {
  const auto root = parsed();
  const QString sentence = root ? filterSentence(*root, *d->registry, *d->model) : tr("Rows of %1 that pass the filter below").arg(toQString(d->model->name));
  d->sentence->setText(sentence);
  setPlainToolTip(d->sentence, sentence);
}

void FilterBuilder::apply() {
  if (d->isValid) Q_EMIT applied(d->filter, d->prune);
}

}  // namespace joinery::ui

#include "moc_filter_builder.cpp"
