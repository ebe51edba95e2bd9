#include "results/read_ahead.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace assay {
namespace {

constexpr std::size_t kBatch = 64;    // bouts: seldom enough that handing them over costs nothing
constexpr std::size_t kMostAhead = 8;  // batches: what is read and not yet visited stays small

using Batch = std::vector<StoredBout>;
struct Abandoned {};

/// Batches on their way from the reading thread to the visiting one.
class Queue {
 public:
  /// Throws Abandoned when nobody will take it.
  void put(Batch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return batches_.size() < kMostAhead || abandoned_; });
    if (abandoned_) throw Abandoned{};
    batches_.push_back(std::move(batch));
    changed_.notify_all();
  }
  void end(std::exception_ptr error) {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    error_ = std::move(error);
    changed_.notify_all();
  }
  /// Empty at the end.
  Batch take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !batches_.empty() || ended_; });
    if (batches_.empty() && error_) std::rethrow_exception(error_);
    if (batches_.empty()) return {};
    Batch batch = std::move(batches_.front());
    batches_.pop_front();
    changed_.notify_all();
    return batch;
  }
  void abandon() {
    const std::scoped_lock lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> batches_;
  std::exception_ptr error_;
  bool ended_ = false;
  bool abandoned_ = false;
};

void read_into(Queue& queue, const std::function<void(const VisitBout&)>& read) {
  try {
    Batch batch;
    read([&](StoredBout& bout) {
      batch.push_back(std::move(bout));
      if (batch.size() == kBatch) queue.put(std::exchange(batch, {}));
    });
    if (!batch.empty()) queue.put(std::move(batch));
    queue.end(nullptr);
  } catch (const Abandoned&) {
    queue.end(nullptr);
  } catch (...) {
    queue.end(std::current_exception());
  }
}

}  // namespace

void read_ahead(const std::function<void(const VisitBout&)>& read, const VisitBout& visit) {
  Queue queue;
  const std::jthread reader([&] { read_into(queue, read); });
  try {
    for (Batch batch = queue.take(); !batch.empty(); batch = queue.take())
      for (StoredBout& bout : batch) visit(bout);
  } catch (...) {
    queue.abandon();
    throw;
  }
}

}  // namespace assay
