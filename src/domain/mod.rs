//! The company's rules as plain values: what may happen, to what, by whom, until when, and by which article.
//!
//! Everything here is pure. Time comes in as an argument ([`ports::Clock`] is only implemented further up), randomness as
//! [`ports::Entropy`], and facts as [`event::Recorded`] values that somebody else stored. A subject (lead, claim, conflict,
//! meeting …) is *folded* from its own few events by [`fold::History`], which orders them by what their authors had seen
//! (`base`) and breaks ties by hybrid time and id, never by arrival. Two desks that hold the same set therefore show the same.
//!
//! | module | the thought |
//! |---|---|
//! | [`subject`], [`number`], [`hlc`] | names: identities, human numbers, hybrid time |
//! | [`event`], [`fold`], [`register`] | facts, their causal order, fields with several writers |
//! | [`lead`], [`claim`] | a tender as published, and who reported it first |
//! | [`case`] | the conflict: states, the action table, preconditions with their articles |
//! | [`relief`], [`appeal`], [`remedy`] | what follows a decision: the appeal; reward, penalty, compensation |
//! | [`relation`], [`fairness`], [`lint`] | what ties a manager to a unit; what decisions look like from outside; signs of collusion |
//! | [`meeting`] | meetings, notices, minutes |
//! | [`territory`], [`unit`], [`customer`], [`organisation`] | who answers where, since when, by which resolution |
//! | [`proposal`], [`naming`] | a change of the organisation, from draft to resolution; how units are named |
//! | [`survey`] | the headings of the regional digest |
//! | [`trip`], [`report`], [`violation`], [`opening`] | the registers of the field, and how a file in one is opened |
//! | [`routing`] | to whom a lead belongs and who is told of it |
//! | [`calendar`], [`when`], [`sla`], [`hard_stop`] | working time, days as people say them, limits, the last responsible moment |
//! | [`rulebook`] | the articles themselves, so that a refusal can cite one |

pub mod appeal;
pub mod calendar;
pub mod case;
pub mod claim;
pub mod customer;
pub mod event;
pub mod fairness;
pub mod fold;
pub mod hard_stop;
pub mod hlc;
pub mod lead;
pub mod lint;
pub mod meeting;
pub mod minutes;
pub mod naming;
pub mod number;
pub mod opening;
pub mod organisation;
pub mod ports;
pub mod procedure;
pub mod proposal;
pub mod register;
pub mod relation;
pub mod relief;
pub mod remedy;
pub mod report;
pub mod retention;
pub mod routing;
pub mod rulebook;
pub mod sla;
pub mod strict;
pub mod subject;
pub mod survey;
pub mod territory;
pub mod trip;
pub mod unit;
pub mod violation;
pub mod when;
pub mod why;
