// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/row_finder.h"

#include "orm/query/filter_document.h"
#include "ui/changes/cell_text.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kFindPause = 150;  // milliseconds

}  // namespace

RowFinder::RowFinder(Database* database, const Model& model, QObject* parent)
    : QAbstractTableModel(parent), m_registry(database->registry()), m_shape(model), m_worker(database->newWorker(tr("row search"))) {
  m_pause.setSingleShot(true);
  m_pause.setInterval(kFindPause);
  connect(&m_pause, &QTimer::timeout, this, &RowFinder::look);
}

RowFinder::~RowFinder() { m_worker->cancelAll(); }

void RowFinder::ask(const QString& text) {
  m_text = text.trimmed();
  m_pause.start();
}

/// Part of the label, or the whole of a key.
Json RowFinder::filter() const {
  if (m_text.isEmpty()) return Json::object();
  Json any = Json::array();
  const auto add = [&](const std::string& text, const Attribute& attribute) {
    try {
      if (Json condition = quickFilter(text, attribute); condition.is_object()) any.push_back(std::move(condition));
    } catch (const DbError&) {
      // The text is no value of that column: no row has it.
    }
  };
  const Model& model = *m_shape.model;
  for (const std::string& name : model.labelAttributes()) add(toStdString(m_text), *model.attribute(name));
  if (m_shape.key.size() == 1) add("=" + toStdString(m_text), *m_shape.attributes[m_shape.key.front()]);
  return any.empty() ? Json{{"$not", Json::object()}} : Json{{"$or", any}};
}

void RowFinder::look() {
  m_worker->cancelAll();
  m_isBusy = true;
  const RowsOfModel wanted{m_shape.model->name, filter(), {}};
  auto job = m_worker->run([registry = m_registry, wanted](Worker::Context& context) { return RelationQuery::rows(context, *registry, wanted, {}); },
                           toStdString(tr("Searching rows of %1").arg(toQString(m_shape.model->name))));
  deliver(job.future, this, [this, asked = ++m_asked](const Result<RelatedPage>& page) {
    if (asked == m_asked) show(page);
  });
}

void RowFinder::show(const Result<RelatedPage>& page) {
  m_isBusy = false;
  if (!page) {
    Q_EMIT failed(page.error());
    return;
  }
  beginResetModel();
  m_rows = page->rows;
  // What can't be told from others can't be attached.
  std::erase_if(m_rows, [](const RelatedRow& row) { return row.key.empty(); });
  m_hasMore = page->next.has_value();
  endResetModel();
  Q_EMIT found();
}

int RowFinder::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int RowFinder::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RowFinder::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)) return {};
  const RelatedRow& found = row(index.row());
  const auto texts = [&](const std::vector<std::size_t>& positions, bool isNamed) {
    QStringList parts;
    for (const std::size_t position : positions) {
      const Attribute& attribute = *m_shape.attributes[position];
      const Value& value = found.values[position];
      const QString text = value.isNull() ? QStringLiteral("NULL") : gridText(value, attribute.column.type);
      parts << (isNamed ? toQString(attribute.name) + QLatin1Char(' ') + text : text);
    }
    return parts;
  };
  switch (index.column()) {
    case LabelColumn: return gridText(ValueView::text(relatedRowLabel(m_shape, found.values)), ValueType{});
    case DetailsColumn: return texts(m_shape.details, true).join(QStringLiteral(" · "));
    default: return texts(m_shape.key, false).join(QStringLiteral(", "));
  }
}

QVariant RowFinder::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == LabelColumn ? tr("Row") : section == DetailsColumn ? tr("Details") : tr("Key");
}

}  // namespace joinery::ui

#include "moc_row_finder.cpp"
