"""The annexes of 一函两书 filled from the records: what there is, when it can be had, who may have it."""
