// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/json_source.h"

#include <iterator>

#include "orm/core/db_error.h"
#include "orm/transfer/json_row_builder.h"

namespace joinery {

namespace {

[[noreturn]] void refuseLine(std::int64_t line, const std::string& why) { throw DbError(ErrorKind::Data, "line " + std::to_string(line) + ": " + why); }

/// What a parser reads: a file's bytes up to its end, as long as the row that they belong to is bearable.
class JsonBytes {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  JsonBytes() = default;
  JsonBytes(InputFile& in, const std::int64_t& rowStart) : m_in(&in), m_rowStart(&rowStart) {}
  char operator*() const { return static_cast<char>(m_in->peek()); }
  JsonBytes& operator++() {
    m_in->skip(1);
    if (m_in->position() - *m_rowStart > RowSource::kMostRowBytes) refuseLine(m_in->line(), "an object of more than " + std::to_string(RowSource::kMostRowBytes >> 20) + " MiB ends here");
    return *this;
  }
  JsonBytes operator++(int) {
    const JsonBytes before = *this;
    ++*this;
    return before;
  }
  /// With the end only.
  bool operator==(const JsonBytes& other) const { return isAtEnd() == other.isAtEnd(); }

 private:
  bool isAtEnd() const { return !m_in || m_in->peek() == InputFile::kEnd; }
  InputFile* m_in = nullptr;
  const std::int64_t* m_rowStart = nullptr;
};

bool isBlankLine(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

}  // namespace

void JsonColumns::fill(SourceRow& row, Json&& object) {
  row.cells.clear();
  row.mistake.clear();
  if (!object.is_object()) {
    row.mistake = "it is no object";
    return;
  }
  row.cells.resize(m_names.size());
  for (auto& [name, value] : object.get_ref<Json::object_t&>()) {
    const auto [place, isNew] = m_places.try_emplace(name, m_names.size());
    if (isNew) m_names.push_back(name);
    if (row.cells.size() < m_names.size()) row.cells.resize(m_names.size());
    row.cells[place->second] = {SourceCell::Kind::Json, {}, std::move(value)};
  }
}

void JsonSource::read(const std::function<bool(SourceRow&)>& take) {
  SourceRow row;
  std::int64_t rowStart = 0;
  bool goesOn = true;
  const auto begun = [&] {
    row.line = m_in.line();
    rowStart = m_in.position();
  };
  JsonRowBuilder builder(JsonRowBuilder::Text::Array, begun, [&](Json&& value) {
    m_columns.fill(row, std::move(value));
    rowStart = m_in.position();
    return goesOn = take(row);
  });
  const bool isWhole = Json::sax_parse(JsonBytes(m_in, rowStart), JsonBytes(), &builder);
  if (!isWhole && goesOn) refuseLine(m_in.line(), builder.mistake());
}

void JsonLinesSource::read(const std::function<bool(SourceRow&)>& take) {
  SourceRow row;
  std::string line;
  for (;;) {
    row.line = m_in.line();
    if (!readLine(line)) return;
    if (isBlankLine(line)) continue;
    Json object;
    JsonRowBuilder builder(JsonRowBuilder::Text::Value, [] {}, [&](Json&& value) {
      object = std::move(value);
      return true;
    });
    if (Json::sax_parse(line, &builder)) m_columns.fill(row, std::move(object));
    else row.mistake = builder.mistake();
    if (!take(row)) return;
  }
}

bool JsonLinesSource::readLine(std::string& line) {
  line.clear();
  const std::int64_t number = m_in.line();
  for (;;) {
    const std::string_view ahead = m_in.ahead();
    if (ahead.empty()) return !line.empty();
    const std::size_t end = ahead.find('\n');
    line += ahead.substr(0, end);
    m_in.skip(end == std::string_view::npos ? ahead.size() : end + 1);
    if (end != std::string_view::npos) return true;
    if (static_cast<std::int64_t>(line.size()) > kMostRowBytes) refuseLine(number, "a line of more than " + std::to_string(kMostRowBytes >> 20) + " MiB");
  }
}

}  // namespace joinery
