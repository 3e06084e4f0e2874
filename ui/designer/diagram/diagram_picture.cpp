// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_picture.h"

#include "ui/designer/diagram/card_painter.h"
#include "ui/designer/diagram/diagram_scene.h"
#include "ui/designer/diagram/line_painter.h"
#include "ui/designer/diagram/shape_painter.h"

namespace joinery::ui {

namespace {

constexpr double kPictureMargin = 2 * DiagramCard::kGrid;

}  // namespace

DiagramPicture DiagramPicture::of(const DiagramScene& scene, const DiagramStyle& style) {
  const DiagramModel& model = *scene.model();
  DiagramPicture picture;
  picture.style = style;
  if (!style.isDark) picture.style.background = Qt::white;
  picture.cards.reserve(scene.cards().size());
  QSet<int> shown;
  for (const DiagramItem* item : scene.elements()) {
    const auto index = static_cast<std::size_t>(item->index());
    if (item->kind() == DiagramItem::Kind::Note) picture.notes.push_back(model.diagram().notes[index]);
    if (item->kind() == DiagramItem::Kind::Group) picture.groups.push_back({model.diagram().groups[index], model.groupFrame(model.diagram().groups[index])});
    if (item->kind() != DiagramItem::Kind::Card) continue;
    picture.cards.push_back(model.cards()[index]);
    shown << item->index();
  }
  picture.area = scene.shownBounds();
  for (std::size_t i = 0; i < model.lines().size() && i < scene.routing()->paths().size(); ++i) {
    const DiagramLine& line = model.lines()[i];
    if (!shown.contains(line.child.card) || !shown.contains(line.parent.card)) continue;
    picture.lines.push_back(line);
    picture.paths.push_back(scene.routing()->paths()[i]);
    picture.area |= picture.paths.back().boundingRect();
  }
  picture.area.adjust(-kPictureMargin, -kPictureMargin, kPictureMargin, kPictureMargin);
  return picture;
}

void DiagramPicture::paint(QPainter& painter, double detail) const {
  painter.translate(-area.topLeft());
  painter.setClipRect(area);
  painter.fillRect(area, style.background);
  painter.setRenderHint(QPainter::Antialiasing);
  for (const Group& each : groups) paintGroup(painter, each.frame, each.group, style, detail, false);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (paths[i].boundingRect().adjusted(-kLineReach, -kLineReach, kLineReach, kLineReach).intersects(area)) paintLine(painter, lines[i], paths[i], style, detail, false);
  const auto at = [&](const QPointF& place, const auto& draw) {
    painter.translate(place);
    draw();
    painter.translate(-place);
  };
  for (const DiagramCard& card : cards)
    if (card.rect().intersects(area)) at(card.position, [&] { paintCard(painter, card, style, detail, CardMark::None); });
  for (const auto& note : notes) at(QPointF(note.place.x, note.place.y), [&] { paintNote(painter, note, style, false); });
}

}  // namespace joinery::ui
