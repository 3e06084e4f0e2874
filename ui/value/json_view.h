// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "orm/core/cancel_token.h"
#include "ui/value/json_model.h"

class QStackedLayout;
class QTreeView;

namespace joinery::ui {

class PlainLabel;

/// A value as a tree of JSON, read on another thread. Ctrl+C copies the part that is current, as it is spelled. Accessible name "JSON".
class JsonView : public QWidget {
  Q_OBJECT
 public:
  explicit JsonView(QWidget* parent = nullptr);
  ~JsonView() override;
  void setValue(std::shared_ptr<const Value> value);
  void clear();
  QTreeView* tree() const { return m_tree; }

 Q_SIGNALS:
  /// It was read, or is no JSON.
  void parsed(bool isJson);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void show(const std::shared_ptr<const JsonNodes>& nodes);

  JsonModel* m_model;
  QTreeView* m_tree;
  PlainLabel* m_message;
  QStackedLayout* m_layout;
  std::shared_ptr<const JsonNodes> m_nodes;
  CancelToken m_token;
  std::uint64_t m_number = 0;
};

}  // namespace joinery::ui
