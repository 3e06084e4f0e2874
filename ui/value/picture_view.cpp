// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/picture_view.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include "ui/widgets/deliver.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

PictureView::PictureView(QWidget* parent)
    : QWidget(parent), m_area(new QScrollArea(this)), m_image(new PlainLabel(this)), m_about(new PlainLabel(this)), m_fit(new QCheckBox(tr("F&it"), this)) {
  setObjectName(QStringLiteral("pictureView"));
  m_image->setAlignment(Qt::AlignCenter);
  m_image->setAccessibleName(tr("Picture"));
  m_image->setWordWrap(true);
  m_area->setWidget(m_image);
  m_area->setWidgetResizable(true);
  m_area->setAccessibleName(tr("Picture"));
  m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_fit->setObjectName(QStringLiteral("fitPicture"));
  m_fit->setAccessibleName(tr("Fit the picture"));
  m_fit->setChecked(true);
  auto* line = new QHBoxLayout;
  line->addWidget(m_about, 1);
  line->addWidget(m_fit);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_area, 1);
  layout->addLayout(line);
  connect(m_fit, &QCheckBox::toggled, this, &PictureView::place);
}

void PictureView::setValue(std::shared_ptr<const Value> value) {
  clear();
  m_about->setText(tr("Decoding…"));
  deliver(QtConcurrent::run([value] { return decodePicture(value->view().bytes()); }), this, [this, number = m_number](Picture picture) {
    if (number == m_number) show(std::move(picture));
  });
}

void PictureView::clear() {
  ++m_number;
  m_picture = {};
  m_image->clear();
  m_about->clear();
  m_fit->setVisible(false);
}

void PictureView::show(Picture picture) {
  m_picture = std::move(picture);
  m_about->setText(description());
  m_image->setAccessibleDescription(description());
  m_fit->setVisible(!m_picture.image.isNull());
  place();
  Q_EMIT decoded();
}

QString PictureView::description() const {
  if (m_picture.format.isEmpty()) return {};
  const QString size = m_picture.size.isValid() ? QStringLiteral(" · %1 × %2").arg(m_picture.size.width()).arg(m_picture.size.height()) : QString();
  return m_picture.format + size;
}

void PictureView::place() {
  if (m_picture.image.isNull()) {
    m_image->setText(m_picture.error);
    return;
  }
  const qreal ratio = devicePixelRatioF();
  const QSize room = m_area->viewport()->size() * ratio;
  QPixmap pixmap = QPixmap::fromImage(m_picture.image);
  // What is drawn for any size has been drawn larger than it says.
  const QSize own = m_picture.size * ratio;
  const bool isDrawn = m_picture.format == QLatin1String("SVG");
  if (isDrawn && !m_fit->isChecked()) pixmap = pixmap.scaled(own, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  const bool isLarger = pixmap.width() > room.width() || pixmap.height() > room.height();
  if (m_fit->isChecked() && isLarger && !room.isEmpty()) pixmap = pixmap.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  pixmap.setDevicePixelRatio(ratio);
  m_image->setPixmap(pixmap);
}

void PictureView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (m_fit->isChecked() && !m_picture.image.isNull()) place();
}

void PictureView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && !m_picture.image.isNull()) place();
}

}  // namespace joinery::ui

#include "moc_picture_view.cpp"
