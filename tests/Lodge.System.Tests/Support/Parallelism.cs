// Each test mostly waits for QEMUs of its own: three at once keep the two processors of a small machine busy.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
