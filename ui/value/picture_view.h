// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <QWidget>
#include <memory>

#include "orm/core/value.h"
#include "ui/value/picture.h"

class QCheckBox;

namespace joinery::ui {

class PlainLabel;

/// A value as a picture, decoded on another thread: fitted into the view, or in its own size; its format and size named below, or why it
/// can't be shown. Accessible name "Picture".
class PictureView : public QWidget {
  Q_OBJECT
 public:
  explicit PictureView(QWidget* parent = nullptr);
  void setValue(std::shared_ptr<const Value> value);
  void clear();
  const Picture& picture() const { return m_picture; }
  /// "PNG · 640 × 480", or what is wrong.
  QString description() const;

 Q_SIGNALS:
  /// It was decoded, or could not be.
  void decoded();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void show(Picture picture);
  void place();

  Picture m_picture;
  std::uint64_t m_number = 0;
  QScrollArea* m_area;
  PlainLabel* m_image;
  PlainLabel* m_about;
  QCheckBox* m_fit;
};

}  // namespace joinery::ui
