// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/packed_row.h"

#include <array>
#include <bit>
#include <cstring>

namespace joinery {

namespace {

/// In the upper five bits of the first byte; the lower three are the number of bytes of the word that follows, less one.
enum class Tag : std::uint8_t { Null, False, True, Positive, Negative, Unsigned, Real, Text, Blob, PartialText, PartialBlob };

constexpr unsigned kSizeBits = 3;

int bytesOfWord(std::uint64_t word) { return word == 0 ? 1 : (static_cast<int>(std::bit_width(word)) + 7) / 8; }

void packTag(std::string& packed, Tag tag, int size = 1) { packed += static_cast<char>(static_cast<unsigned>(tag) << kSizeBits | static_cast<unsigned>(size - 1)); }

void packWord(std::string& packed, Tag tag, std::uint64_t word) {
  const int size = bytesOfWord(word);
  packTag(packed, tag, size);
  std::array<char, 8> bytes;
  std::memcpy(bytes.data(), &word, bytes.size());
  packed.append(bytes.data(), static_cast<std::size_t>(size));
}

std::uint64_t takeWord(std::string_view& packed, int size) {
  std::uint64_t word = 0;
  std::memcpy(&word, packed.data(), static_cast<std::size_t>(size));
  packed.remove_prefix(static_cast<std::size_t>(size));
  return word;
}

void packBytes(std::string& packed, ValueView value, std::uint64_t fullSize) {
  const bool isText = value.storageClass() == StorageClass::Text;
  const Tag tag = fullSize > 0 ? (isText ? Tag::PartialText : Tag::PartialBlob) : isText ? Tag::Text : Tag::Blob;
  packWord(packed, tag, value.bytes().size());
  if (fullSize > 0) packWord(packed, Tag::Unsigned, fullSize);
  packed += value.bytes();
}

}  // namespace

static_assert(std::endian::native == std::endian::little, "words are cut to their lower bytes");

void packValue(std::string& packed, ValueView value, std::uint64_t fullSize) {
  switch (value.storageClass()) {
    case StorageClass::Null: return packTag(packed, Tag::Null);
    case StorageClass::Boolean: return packTag(packed, value.toBoolean() ? Tag::True : Tag::False);
    case StorageClass::Integer: {
      const std::int64_t number = value.toInteger();
      return packWord(packed, number < 0 ? Tag::Negative : Tag::Positive, static_cast<std::uint64_t>(number < 0 ? ~number : number));
    }
    case StorageClass::Unsigned: return packWord(packed, Tag::Unsigned, value.toUnsigned());
    case StorageClass::Real: return packWord(packed, Tag::Real, std::bit_cast<std::uint64_t>(value.toReal()));
    case StorageClass::Text:
    case StorageClass::Blob: return packBytes(packed, value, fullSize);
  }
}

UnpackedValue unpackValue(std::string_view& packed) {
  const auto first = static_cast<std::uint8_t>(packed.front());
  const auto tag = static_cast<Tag>(first >> kSizeBits);
  packed.remove_prefix(1);
  if (tag == Tag::Null) return {};
  if (tag == Tag::False || tag == Tag::True) return {ValueView::boolean(tag == Tag::True), 0};
  const std::uint64_t word = takeWord(packed, (first & ((1 << kSizeBits) - 1)) + 1);
  switch (tag) {
    case Tag::Positive: return {ValueView::integer(static_cast<std::int64_t>(word)), 0};
    case Tag::Negative: return {ValueView::integer(~static_cast<std::int64_t>(word)), 0};
    case Tag::Unsigned: return {ValueView::unsignedInteger(word), 0};
    case Tag::Real: return {ValueView::real(std::bit_cast<double>(word)), 0};
    default: break;
  }
  const bool isPartial = tag == Tag::PartialText || tag == Tag::PartialBlob;
  const std::uint64_t fullSize = isPartial ? unpackValue(packed).value.toUnsigned() : 0;
  const std::string_view bytes = packed.substr(0, word);
  packed.remove_prefix(bytes.size());
  const bool isText = tag == Tag::Text || tag == Tag::PartialText;
  return {isText ? ValueView::text(bytes) : ValueView::blob(bytes), fullSize};
}

std::shared_ptr<const RowBatch> unpackRows(std::string_view& packed, const std::shared_ptr<const ResultColumns>& columns, std::int64_t rows) {
  auto builder = RowBatchBuilder::of(columns);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns->size(); ++column) {
      const auto [value, fullSize] = unpackValue(packed);
      if (fullSize > 0) builder.appendPartial(column, value, fullSize);
      else builder.append(column, value);
    }
    builder.endRow();
  }
  return builder.build();
}

std::vector<Value> unpackValues(std::string_view packed) {
  std::vector<Value> values;
  while (!packed.empty()) values.emplace_back(unpackValue(packed).value);
  return values;
}

}  // namespace joinery
