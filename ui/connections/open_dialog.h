// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <memory>

#include "orm/core/url.h"

namespace joinery::ui {

/// Asks for a database: a file, or a URL (typed whole or by its parts), tested before it closes.
class OpenDialog : public QDialog {
  Q_OBJECT
 public:
  explicit OpenDialog(QWidget* parent = nullptr);
  ~OpenDialog() override;

 Q_SIGNALS:
  void chosen(const joinery::Url& url);

 private:
  QWidget* makeLocationPage();
  QWidget* makePartsPage();
  void test();
  void setBusy(bool busy);
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
