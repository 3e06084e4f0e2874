// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"

namespace joinery {

/// Reads one value of one row by the row's key: its size, any part of it, or all of it in parts, so that a value of a gigabyte takes no more
/// memory than a part. Bytes are those of the Value: of a text its UTF-8, of what SQLite calls a text whatever it holds, of a type without a
/// C++ counterpart those of the database's own spelling.
/// What can't be read in parts is read whole by each call: in SQLite values of tables without rowids, of views, of tables with virtual
/// columns and of databases in UTF-16; numbers and the like everywhere. Synchronous, on the thread that holds the connection.
class ValueReader {
 public:
  struct Place {
    std::string model;
    std::vector<Value> key;
    std::string attribute;
    std::optional<std::int64_t> rowId = {};  ///< of a row of SQLite, instead of the key
    bool operator==(const Place&) const = default;
    /// "Album.Cover".
    std::string shownName() const { return model + "." + attribute; }
  };
  struct Info {
    StorageClass storageClass = StorageClass::Null;
    std::uint64_t size = 0;  ///< bytes of a text or blob
  };
  static constexpr std::size_t kFirstPartBytes = 1U << 20U;
  /// Each part is read from the beginning of the value on by some engines, so later ones are larger.
  static constexpr std::size_t kPartBytes = 8U << 20U;

  ValueReader(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry, CancelToken cancelToken = {});

  /// @return nothing where the row is gone @throws DbError InvalidRequest for names, and what the engine throws
  std::optional<Info> info(const Place& place);
  /// @return fewer bytes at the end, none of a value that is neither a text nor a blob; nothing where the row is gone @throws DbError
  std::optional<std::string> bytes(const Place& place, std::uint64_t offset, std::size_t count);
  /// All of a value, as it was at one moment. @param take called with one part after another, never with an empty one
  /// @return what it is; nothing where the row is gone @throws DbError Cancelled between two parts too, and what `take` throws
  using Take = std::function<void(std::string_view part, const Info& info)>;
  std::optional<Info> readAll(const Place& place, const Take& take);
  /// The value itself. @param progress bytes so far, of how many; may be empty @return nothing where the row is gone @throws DbError
  std::optional<Value> value(const Place& place, const std::function<void(std::uint64_t, std::uint64_t)>& progress = {});

 private:
  class Source;
  class StoredSource;
  class ServerSource;
  class WholeSource;
  /// @return null where the row is gone
  std::unique_ptr<Source> open(const Place& place);
  sql::Select row(const Model& model, const Place& place) const;

  Connection& m_connection;
  const Dialect& m_dialect;
  std::shared_ptr<const Registry> m_registry;
  CancelToken m_cancelToken;
};

}  // namespace joinery
