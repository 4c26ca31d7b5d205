// Each test may run QEMUs of its own, and the machines that run them have two processors.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
