import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { IconPlus, IconSquareRoundedPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ConditionRow } from './condition-row';
import type { Builder } from './use-builder';
import {
  emptyCondition,
  emptyGroup,
  isGroup,
  MAX_DEPTH,
  type DraftGroup,
  type DraftNode,
  type Join,
} from './conditions';
import classes from './condition-builder.module.css';

/** A group of conditions: how they combine, the conditions, groups inside it, and what can be added. */
export function ConditionGroup({ group, builder, depth = 1 }: { group: DraftGroup; builder: Builder; depth?: number }) {
  const { t } = useTranslation();
  const isInner = depth > 1;
  return (
    <div
      className={classes.group}
      data-depth={depth}
      {...(isInner ? { role: 'group', 'aria-label': t('conditions.group') } : {})}
    >
      {group.nodes.length > 1 || isInner ? (
        <div className={classes.head}>
          <SegmentedControl
            size="xs"
            aria-label={t('conditions.match')}
            value={group.join}
            onChange={(join) => builder.change({ ...group, join: join as Join })}
            data={[
              { value: 'all', label: t('conditions.all') },
              { value: 'any', label: t('conditions.any') },
            ]}
          />
          {isInner ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              aria-label={t('conditions.removeGroup')}
              onClick={() => builder.remove(group.id)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          ) : null}
        </div>
      ) : null}
      <ul className={classes.list}>
        {group.nodes.map((node, index) => (
          <li key={node.id}>
            {index > 0 ? (
              <div className={classes.joiner}>{t(group.join === 'all' ? 'conditions.and' : 'conditions.or')}</div>
            ) : null}
            <Node node={node} group={group} builder={builder} depth={depth} />
          </li>
        ))}
      </ul>
      <Adders group={group} builder={builder} depth={depth} />
    </div>
  );
}

interface Inside {
  readonly group: DraftGroup;
  readonly builder: Builder;
  readonly depth: number;
}

function Node({ node, group, builder, depth }: Inside & { node: DraftNode }) {
  if (isGroup(node)) return <ConditionGroup group={node} builder={builder} depth={depth + 1} />;
  return (
    <ConditionRow
      subjects={builder.subjects}
      condition={node}
      isUnfinished={builder.shown.has(node.id)}
      mayCopy={!builder.isFull}
      onChange={builder.change}
      onCopy={() => builder.add(group, { ...node, id: emptyCondition().id }, node.id)}
      onRemove={() => builder.remove(node.id)}
    />
  );
}

function Adders({ group, builder, depth }: Inside) {
  const { t } = useTranslation();
  const { isFull } = builder;
  return (
    <div className={classes.adders}>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        disabled={isFull}
        onClick={() => builder.add(group, emptyCondition())}
      >
        {t('conditions.add')}
      </Button>
      {depth < MAX_DEPTH ? (
        <Tooltip label={t('conditions.addGroupHint')} multiline maw={300}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconSquareRoundedPlus size={15} />}
            disabled={isFull}
            onClick={() => builder.add(group, emptyGroup(group.join === 'all' ? 'any' : 'all'))}
          >
            {t('conditions.addGroup')}
          </Button>
        </Tooltip>
      ) : null}
    </div>
  );
}
