// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QPointer>
#include <memory>

#include "ui/value/byte_source.h"
#include "ui/value/edited_bytes.h"

namespace joinery::ui {

/// Bytes as lines of offset, hex digits and characters. Only the visible lines are laid out, and only their bytes asked for, so that a value
/// may have any size. The cursor goes with the arrow keys; Shift selects; Ctrl+C copies the hex digits of what is selected. Where the source
/// is EditedBytes what is typed overwrites bytes or, after the Insert key, comes between them: hex digits or, after Ctrl+Right, characters.
/// Assistive technology is told the line and the byte of the cursor.
class HexView : public QAbstractScrollArea {
  Q_OBJECT
 public:
  /// On a line, and on one of a narrow view.
  static constexpr int kBytesOfLine = 16, kBytesOfShortLine = 8;
  /// More of them is a file's work.
  static constexpr std::size_t kMostCopiedBytes = 1U << 20U;
  enum class Part { Digits, Characters };
  enum class Typing { Overwrites, Inserts };
  struct Range {
    std::uint64_t begin = 0, end = 0;
    std::uint64_t size() const { return end - begin; }
  };

  explicit HexView(QWidget* parent = nullptr);
  /// @param source null: nothing to show; EditedBytes can be edited, others are only read
  void setSource(std::unique_ptr<ByteSource> source);
  ByteSource* source() const { return m_source.get(); }
  /// @return null where the bytes are only read
  EditedBytes* edited() const { return m_edited; }
  /// The line that stands there, as it is painted; bytes that are not there yet are blank. @param line from 0, of all
  QString lineText(std::int64_t line);
  std::uint64_t cursorOffset() const { return m_cursor; }
  void setCursorOffset(std::uint64_t offset, bool keepsAnchor = false);
  void select(std::uint64_t offset, std::uint64_t count);
  /// As far as there are bytes; the byte at the cursor where no others are selected.
  Range selection() const;
  bool hasSelection() const { return m_anchor != m_cursor; }
  /// Hex digits of the selected bytes; empty where not all of them are there.
  QString selectedHex();
  Typing typing() const { return m_typing; }
  void setTyping(Typing typing);
  Part part() const { return m_part; }
  /// The line of the cursor, and where in it the cursor stands.
  QString cursorLine() { return lineText(lineOf(m_cursor)); }
  int cursorInLine() const;
  void setCursorInLine(int character);

  void copy();
  void cut();
  /// Hex digits; among the characters a text. It takes the place of what is selected.
  void paste();
  void remove();
  void undo();
  void redo();
  void selectAll();
  void toggleTyping() { setTyping(m_typing == Typing::Overwrites ? Typing::Inserts : Typing::Overwrites); }

 Q_SIGNALS:
  /// The cursor, or how it types.
  void cursorChanged();
  /// What was asked for can't be done.
  void refused(const QString& reason);
  void goToRequested();
  void findRequested();
  void findNextRequested();
  void findPreviousRequested();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Verb;
  struct Place;
  static constexpr int kMargin = 6;  // pixels
  static constexpr int kGap = 2;     // characters between offset, digits and characters
  static constexpr int kCharactersOfByte = 3;
  static const std::vector<Verb>& verbs();
  const Verb* verbOf(const QKeyEvent& event) const;
  bool isPossible(const Verb& verb) const;

  int charactersOfLine(int bytes) const;
  std::int64_t lineCount() const;
  std::int64_t lineOf(std::uint64_t offset) const { return static_cast<std::int64_t>(offset / static_cast<std::uint64_t>(m_bytesOfLine)); }
  int visibleLines() const;
  int digits() const;
  int lineHeight() const;
  QString offsetText(std::int64_t line) const;
  void updateScrollBars();
  QRect rectOf(Part part, int first, int last, int y) const;
  QRect rectOfCharacters(int begin, int end, int y) const;
  void paintSelected(QPainter& painter, std::int64_t line, int y, const QString& text) const;
  void paintCursor(QPainter& painter, int y, const QString& text) const;
  void paintOver(QPainter& painter, const QRect& rect, int y, const QString& text) const;
  Place placeInLine(std::int64_t line, int character) const;
  std::optional<Place> placeAt(const QPoint& position) const;
  void go(const Place& place, bool keepsAnchor);

  std::uint64_t lastPlace() const;
  enum class Digit { High, Low };
  void moveTo(std::uint64_t offset, bool keepsAnchor, Digit digit);
  std::optional<std::int64_t> placeOfKey(const QKeyEvent& event) const;
  void tellCursor();
  void setPart(Part part);
  bool typeKey(const QKeyEvent& event);
  bool isTypedKey(const QKeyEvent& event) const;
  void typeDigit(int digit);
  bool put(const Range& range, std::string_view bytes, EditedBytes::Step step = EditedBytes::Step::Own);
  void insert(std::string_view bytes);
  void removeBefore();

  std::unique_ptr<ByteSource> m_source;
  EditedBytes* m_edited = nullptr;  ///< the source, where it can be edited
  int m_bytesOfLine = kBytesOfLine;
  qreal m_characterWidth = 1;  ///< which need not be whole pixels
  std::uint64_t m_cursor = 0;
  std::uint64_t m_anchor = 0;
  Digit m_digit = Digit::High;
  Part m_part = Part::Digits;
  Typing m_typing = Typing::Overwrites;
  QString m_toldLine;
};

}  // namespace joinery::ui
