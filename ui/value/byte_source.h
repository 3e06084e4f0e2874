// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "orm/core/value.h"
#include "orm/reading/value_reader.h"
#include "ui/connections/database.h"

namespace joinery::ui {

/// The bytes of a value, a part at a time, for views that lay out only what is visible. GUI thread; never waits.
class ByteSource : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  virtual std::uint64_t size() const = 0;
  /// As many of these bytes as are there now, from the first on; they live until the next call. What is missing is asked for, and arrived()
  /// tells of it.
  virtual std::string_view bytes(std::uint64_t offset, std::size_t count) = 0;
  /// All of them at once, where they are in memory.
  virtual std::optional<std::string_view> all() const { return std::nullopt; }

 Q_SIGNALS:
  void arrived();
  void failed(const joinery::DbError& error);
};

/// Those of a value that is in memory, which is not copied.
class MemoryBytes : public ByteSource {
  Q_OBJECT
 public:
  explicit MemoryBytes(std::shared_ptr<const Value> value, QObject* parent = nullptr) : ByteSource(parent), m_value(std::move(value)) {}
  std::uint64_t size() const override { return m_value->view().bytes().size(); }
  std::string_view bytes(std::uint64_t offset, std::size_t count) override;
  std::optional<std::string_view> all() const override { return m_value->view().bytes(); }

 private:
  std::shared_ptr<const Value> m_value;
};

/// Those of a value in the database: blocks around what is asked for are read on a worker, and a few megabytes of them kept.
class DatabaseBytes : public ByteSource {
  Q_OBJECT
 public:
  static constexpr std::size_t kBlockBytes = 64 * 1024;
  static constexpr std::size_t kMostBlocks = 64;

  /// @param size bytes, as far as is known
  DatabaseBytes(Database* database, std::shared_ptr<const Registry> registry, ValueReader::Place place, std::uint64_t size, QObject* parent = nullptr);
  ~DatabaseBytes() override;
  std::uint64_t size() const override { return m_size; }
  std::string_view bytes(std::uint64_t offset, std::size_t count) override;

 private:
  const std::string* block(std::uint64_t number);
  void read(std::uint64_t block);
  void take(std::uint64_t block, const Result<std::optional<std::string>>& result);

  std::shared_ptr<const Registry> m_registry;
  ValueReader::Place m_place;
  std::uint64_t m_size;
  std::unique_ptr<Worker> m_worker;
  std::map<std::uint64_t, std::string> m_blocks;
  std::list<std::uint64_t> m_lastUsed;  ///< the latest first
  std::optional<std::uint64_t> m_reading;
  std::optional<std::uint64_t> m_wanted;
  bool m_hasFailed = false;
  std::string m_joined;  ///< of two blocks
};

}  // namespace joinery::ui
