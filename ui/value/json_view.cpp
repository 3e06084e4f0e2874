// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/json_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStackedLayout>
#include <QTreeView>
#include <QtConcurrentRun>

#include "orm/core/db_error.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

JsonView::JsonView(QWidget* parent)
    : QWidget(parent), m_model(new JsonModel(this)), m_tree(new QTreeView(this)), m_message(new PlainLabel(this)), m_layout(new QStackedLayout(this)) {
  setObjectName(QStringLiteral("jsonView"));
  m_tree->setObjectName(QStringLiteral("jsonTree"));
  m_tree->setAccessibleName(tr("JSON"));
  m_tree->setModel(m_model);
  m_tree->setUniformRowHeights(true);
  m_tree->setAlternatingRowColors(true);
  m_tree->header()->setStretchLastSection(true);
  m_tree->header()->resizeSection(JsonModel::Name, 160);
  m_tree->installEventFilter(this);
  m_message->setAlignment(Qt::AlignCenter);
  m_message->setWordWrap(true);
  m_message->setEnabled(false);
  m_layout->addWidget(m_tree);
  m_layout->addWidget(m_message);
  setFocusProxy(m_tree);
}

JsonView::~JsonView() { m_token.cancel(); }

void JsonView::clear() {
  m_token.cancel();
  m_token = CancelToken();
  ++m_number;
  m_model->setNodes(nullptr);
  m_nodes.reset();
  m_message->setText({});
  m_layout->setCurrentWidget(m_message);
}

void JsonView::setValue(std::shared_ptr<const Value> value) {
  clear();
  m_message->setText(tr("Reading…"));
  using Nodes = std::shared_ptr<const JsonNodes>;
  const auto read = [value, token = m_token]() -> Nodes {
    try {
      return JsonNodes::parse(value, token);
    } catch (const DbError&) {
      return nullptr;  // stopped: nobody looks at it any more
    }
  };
  deliver(QtConcurrent::run(read), this, [this, number = m_number](const Nodes& nodes) {
    if (number == m_number) show(nodes);
  });
}

void JsonView::show(const std::shared_ptr<const JsonNodes>& nodes) {
  m_nodes = nodes;
  m_model->setNodes(nodes);
  m_layout->setCurrentIndex(nodes ? 0 : 1);
  if (nodes) m_tree->expandToDepth(nodes->nodes().size() < 2'000 ? 2 : 0);
  else m_message->setText(tr("This is no JSON, or more than a tree can show."));
  Q_EMIT parsed(nodes != nullptr);
}

bool JsonView::eventFilter(QObject* watched, QEvent* event) {
  const bool isKey = watched == m_tree && event->type() == QEvent::KeyPress;
  const auto* key = isKey ? static_cast<QKeyEvent*>(event) : nullptr;
  const QModelIndex current = m_tree->currentIndex();
  if (!key || !current.isValid() || !key->matches(QKeySequence::Copy)) return QWidget::eventFilter(watched, event);
  QApplication::clipboard()->setText(toQString(m_nodes->spelling(static_cast<std::uint32_t>(current.internalId()))));
  return true;
}

}  // namespace joinery::ui

#include "moc_json_view.cpp"
